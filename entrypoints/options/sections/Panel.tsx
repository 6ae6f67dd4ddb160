import type { ComponentChildren } from 'preact';

export interface PanelProps {
  /** The anchor in the page's own navigation. */
  id: string;
  title: string;
  hint?: string | undefined;
  children: ComponentChildren;
}

export function Panel({ id, title, hint, children }: PanelProps) {
  return (
    <section class="panel" id={id} aria-labelledby={`${id}-title`}>
      <div class="stack-tight">
        <h2 id={`${id}-title`}>{title}</h2>
        {hint && <p class="muted small">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
