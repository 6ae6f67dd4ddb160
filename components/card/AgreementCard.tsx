import type { PageAgreementView } from '../../lib/messages/views/page-agreement.ts';
import { Shell } from './Shell.tsx';

export type AgreementActionId = PageAgreementView['actions'][number]['id'];

export interface AgreementCardProps {
  view: PageAgreementView;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  /** For `copy-link` the caller copies `view.link`. */
  onAction: (action: AgreementActionId, event: MouseEvent) => void;
  /** Each button as it comes (and null as it goes): the caller watches whether it is plainly visible. */
  onButton?: ((action: AgreementActionId, button: HTMLButtonElement | null) => void) | undefined;
  /** Something was asked for and has not been answered yet. */
  busy?: boolean | undefined;
  /** How the last click ended, where the view does not say it. */
  said?: 'copied' | 'notCopied' | 'notVisible' | null | undefined;
}

/** What an eUgoda page shows about an agreement, and what can be done with it. */
export function AgreementCard({
  view,
  collapsed,
  onCollapse,
  onAction,
  onButton,
  busy,
  said,
}: AgreementCardProps) {
  const { name, language, title, status, chrome } = view;
  const isBad = said ? said !== 'copied' : status.tone === 'error';
  const says = said ? chrome[said] : status.text;
  return (
    <Shell
      name={name}
      language={language}
      title={title}
      tone={said && isBad ? 'warning' : status.tone}
      collapsed={collapsed}
      onCollapse={onCollapse}
      labels={chrome}
      brief={says}
    >
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
        <div role={isBad ? 'alert' : 'status'} class="state">
          <b>{says}</b>
        </div>
        <div class="actions">
          {view.actions.map(({ id, label, primary }) => (
            <button
              key={id}
              type="button"
              data-primary={primary}
              // What reaches the service or our list; copying and opening the desk stay possible meanwhile.
              disabled={(busy || status.tone === 'busy') && id !== 'copy-link' && id !== 'open-desk'}
              ref={element => onButton?.(id, element)}
              onClick={event => onAction(id, event)}
            >
              {label}
            </button>
          ))}
        </div>
      </footer>
    </Shell>
  );
}
