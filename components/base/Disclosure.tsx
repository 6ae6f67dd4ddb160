import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

export interface DisclosureProps {
  summary: string;
  open?: boolean | undefined;
  onToggle?: ((open: boolean) => void) | undefined;
  children: ComponentChildren;
}

/** More of it, for whoever asks. */
export function Disclosure({ summary, open, onToggle, children }: DisclosureProps) {
  return (
    <details class="disclosure" open={open} onToggle={event => onToggle?.(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
