import type { ComponentChildren } from 'preact';

/** A live region: its text is read out when it changes. Keep it mounted; change what is in it. */
export function Status({ children, unseen = false }: { children?: ComponentChildren; unseen?: boolean }) {
  return (
    <div role="status" class={unseen ? 'unseen' : ''}>
      {children}
    </div>
  );
}
