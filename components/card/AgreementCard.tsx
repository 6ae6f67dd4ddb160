import { useState } from 'preact/hooks';
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
}

/** What an eUgoda page shows about an agreement, and what can be done with it. */
export function AgreementCard({ view, onAction, ...shell }: AgreementCardProps) {
  const [copied, setCopied] = useState<string | null>(null);
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
              onClick={event => {
                if (action.id === 'copy-link') setCopied(view.link);
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
