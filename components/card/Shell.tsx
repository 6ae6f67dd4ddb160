import type { ComponentChildren } from 'preact';

export interface ShellProps {
  /** The region's accessible name: "Imzochi". */
  name: string;
  language?: string | undefined;
  title: string;
  tone: string;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  labels: { readonly collapse: string; readonly expand: string };
  /** What the folded card still says. */
  brief: string;
  children: ComponentChildren;
}

/** The frame of every card: the mark, a title, folding. Folding comes last in the tab order, after what the card is for. */
export function Shell(props: ShellProps) {
  const { name, title, tone, collapsed, onCollapse, labels, brief } = props;
  return (
    <section class="card" aria-label={name} lang={props.language} data-tone={tone} data-folded={collapsed}>
      {collapsed ? (
        <button
          type="button"
          class="folded"
          title={labels.expand}
          aria-expanded="false"
          onClick={() => onCollapse(false)}
        >
          <Mark />
          <span class="clip">{brief}</span>
          <span class="unseen">{labels.expand}</span>
        </button>
      ) : (
        <>
          <header>
            <Mark />
            <h2>{title}</h2>
          </header>
          {props.children}
          <button
            type="button"
            class="fold"
            aria-label={labels.collapse}
            aria-expanded="true"
            title={labels.collapse}
            onClick={() => onCollapse(true)}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="m4 6 4 4 4-4" />
            </svg>
          </button>
        </>
      )}
    </section>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5.5 18.5c4.5-.4 8.9-4.9 8.9-9 0-3.6-4.3-3.2-4.5 2-.2 4.9 1.9 9 4.8 9 3.2 0 3.2-5.3 5.3-5.3 1.8 0 1 4.3 6.5 3" />
      <path class="line" d="M6.5 25.5h19" />
    </svg>
  );
}
