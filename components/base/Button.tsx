import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import { Spinner } from './Spinner.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'size'> {
  /** `primary`: the one thing to do here. `quiet`: reads like a link. `danger`: takes something away. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined;
  icon?: IconName | undefined;
  small?: boolean | undefined;
  /** Working: shows it and takes no second click; keeps its place in the tab order. */
  busy?: boolean | undefined;
}

export function Button({
  look = 'plain',
  icon,
  small = false,
  busy = false,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${rest.class ?? ''}`}
      data-look={look}
      data-small={small || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
