import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { CardActionId } from '../../../lib/messages/views/card.ts';
import type { InboxPreview } from '../../../lib/messages/views/inbox.ts';
import { DidoxError } from '../shared/DidoxError.tsx';
import { useServer } from '../shared/on-server.ts';
import { goTo } from '../shared/use-route.ts';
import { ConfirmAction } from './ConfirmAction.tsx';

/** Acts on the document itself; each needs the preview it was shown with. */
const DOCUMENT_ACTIONS: readonly CardActionId[] = ['sign', 'accept', 'reject', 'cancel', 'delete-draft'];
const NEED_A_SECOND_STEP: readonly CardActionId[] = ['reject', 'cancel', 'delete-draft'];

export interface DocumentActionsProps {
  owner: string;
  view: InboxPreview;
  /** The key that was chosen, where there is a choice. */
  keyId: string | null;
  onStarted: (jobId: string) => void;
  onReload: () => void;
}

/** What can be done with this document. What takes something away or tells the other side "no" asks once more. */
export function DocumentActions({ owner, view, keyId, onStarted, onReload }: DocumentActionsProps) {
  const backend = useBackend();
  const server = useServer();
  const { t } = useTranslator();
  const [asking, setAsking] = useState<CardActionId | null>(null);
  const [reason, setReason] = useState('');
  const [stale, setStale] = useState(false);
  const act = useAction(async (action: CardActionId, reason?: string) => {
    const answer = await backend.request('inbox/act', {
      previewId: view.previewId,
      action,
      reason,
      keyId: keyId ?? undefined,
    });
    if ('refused' in answer) {
      setStale(true);
      onReload();
      return;
    }
    setAsking(null);
    if ('jobId' in answer) onStarted(answer.jobId);
  });
  const signIn = useAction(async () => {
    onStarted((await backend.request('didox/sign-in', { server, owner })).jobId);
  });
  const main = view.actions.find(id => id === 'sign' || id === 'accept');
  // The list's refreshes read the document anew; only what differs then counts as a change.
  const subject = [owner, view.title, view.sha256, view.actions.join(), keyId].join(' ');
  const confirm = useConfirm(
    subject,
    (action: CardActionId) => void (action === 'sign-in' ? signIn.run() : act.run(action)),
  );
  const others = DOCUMENT_ACTIONS.filter(id => view.actions.includes(id) && id !== main);
  const undecided = view.actions.includes('choose-key') && keyId === null;
  return (
    <div class="stack document-actions" tabIndex={-1}>
      {stale && <Notice tone="warning" live="status" title={t('desk.inbox.stale')} />}
      {view.key && (
        <p class="signs-with">
          <Icon name="key" />
          <span class="muted">{t('card.key.label')}</span>
          <span>{view.key}</span>
        </p>
      )}
      {asking ? (
        <ConfirmAction
          action={asking as 'reject' | 'cancel' | 'delete-draft'}
          busy={act.busy}
          reason={reason}
          onReason={setReason}
          onCancel={() => setAsking(null)}
          onConfirm={given => void act.run(asking, given)}
        />
      ) : (
        <div class="row">
          {view.actions.includes('sign-in') && (
            <Button look="primary" icon="key" busy={signIn.busy} {...confirm('sign-in')}>
              {t('action.sign-in')}
            </Button>
          )}
          {main && (
            <Button look="primary" icon="pen" busy={act.busy} disabled={undecided} {...confirm(main)}>
              {t(`desk.action.${main}`)}
            </Button>
          )}
          {others.map(id => (
            <Button
              key={id}
              look={NEED_A_SECOND_STEP.includes(id) ? 'danger' : 'plain'}
              disabled={undecided && id !== 'delete-draft'}
              {...(NEED_A_SECOND_STEP.includes(id) ? { onClick: () => setAsking(id) } : confirm(id))}
            >
              {t(`desk.action.${id as 'sign' | 'accept' | 'reject' | 'cancel' | 'delete-draft'}`)}
            </Button>
          ))}
          {view.actions.includes('open-options') && (
            <Button icon="settings" onClick={() => backend.openOptions()}>
              {t('common.openOptions')}
            </Button>
          )}
          {view.actions.includes('open-health') && (
            <Button icon="pulse" onClick={() => goTo({ section: 'health' })}>
              {t('desk.nav.health')}
            </Button>
          )}
          {view.actions.includes('reload') && (
            <Button icon="refresh" onClick={onReload}>
              {t('common.refresh')}
            </Button>
          )}
        </div>
      )}
      {(act.error ?? signIn.error) && <DidoxError failure={(act.error ?? signIn.error)!} owner={owner} />}
    </div>
  );
}
