import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

export interface SectionProps {
  title: string;
  lead?: string | undefined;
  /** Buttons beside the heading. */
  actions?: ComponentChildren;
  /** Lists take the height that is there; pages of text grow. */
  fill?: boolean | undefined;
  children: ComponentChildren;
}

/** One page of the desk. Its heading is there from the first moment: it takes the focus when one arrives. The window is named as it. */
export function Section({ title, lead, actions, fill = false, children }: SectionProps) {
  useEffect(() => {
    document.title = `${title} · Imzochi`;
  }, [title]);
  return (
    <div class="section" data-fill={fill || undefined}>
      <div class="section-head">
        <h1 tabIndex={-1}>{title}</h1>
        {actions && <div class="row">{actions}</div>}
      </div>
      <hr class="rule" />
      {lead && <p class="section-lead muted">{lead}</p>}
      {children}
    </div>
  );
}
