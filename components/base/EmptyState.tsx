import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  hint?: string | undefined;
  children?: ComponentChildren;
}

/** Nothing here yet: says why, and what would bring something. */
export function EmptyState({ icon, title, hint, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}
