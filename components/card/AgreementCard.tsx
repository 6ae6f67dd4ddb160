import { Component } from 'preact';
import type { PageAgreementView } from '../../lib/messages/views.ts';
import { Shell } from './Shell.tsx';

export type AgreementActionId = PageAgreementView['actions'][number]['id'];

export interface AgreementCardProps {
  view: PageAgreementView;
  language: string;
  labels: { readonly collapse: string; readonly expand: string };
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  /** For `copy-link` the caller copies `view.link`; the card then says `view.copied`. */
  onAction: (action: AgreementActionId, event: MouseEvent) => void;
  /** Each button as it comes (and null as it goes): the caller watches whether it is plainly visible. */
  onButton?: ((action: AgreementActionId, button: HTMLButtonElement | null) => void) | undefined;
  /** Something was asked for and has not been answered yet. */
  busy?: boolean | undefined;
}

/** What reaches the service or our list; copying and opening the desk stay possible meanwhile. */
const EFFECTS: ReadonlySet<AgreementActionId> = new Set(['track', 'renew', 'fetch']);

/** What an eUgoda page shows about an agreement, and what can be done with it. A class for the reason that Card is one. */
export class AgreementCard extends Component<AgreementCardProps, { copied: string | null }> {
  override state: { copied: string | null } = { copied: null };

  override render(
    { view, onAction, onButton, busy, ...shell }: AgreementCardProps,
    { copied }: { copied: string | null },
  ) {
    const isCopied = copied !== null && copied === view.link;
    return (
      <Shell {...shell} name={view.name} title={view.title} tone={view.status.tone} brief={view.status.text}>
        <div class="body">
          <dl>
            {view.rows.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <footer>
          <div role={view.status.tone === 'error' ? 'alert' : 'status'} class="state">
            <b>{isCopied ? view.copied : view.status.text}</b>
          </div>
          <div class="actions">
            {view.actions.map(action => (
              <button
                key={action.id}
                type="button"
                data-primary={action.primary}
                disabled={busy === true && EFFECTS.has(action.id)}
                ref={element => onButton?.(action.id, element)}
                onClick={event => {
                  if (action.id === 'copy-link') this.setState({ copied: view.link });
                  onAction(action.id, event);
                }}
              >
                {action.label}
              </button>
            ))}
          </div>
        </footer>
      </Shell>
    );
  }
}
