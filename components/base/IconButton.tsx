import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import { Spinner } from './Spinner.tsx';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label'> {
  icon: IconName;
  /** Its accessible name, and its tooltip. */
  label: string;
  busy?: boolean | undefined;
}

export function IconButton({ icon, label, busy = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${rest.class ?? ''}`}
      aria-label={label}
      title={label}
      aria-busy={busy || undefined}
    >
      {busy ? <Spinner /> : <Icon name={icon} />}
    </button>
  );
}
