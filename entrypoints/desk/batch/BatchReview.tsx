import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { BatchView } from '../../../lib/messages/views/batch.ts';
import { goTo, lastInbox } from '../shared/use-route.ts';
import { BatchKey } from './BatchKey.tsx';
import { batchProgress, isUnconfirmed, signable } from './progress.ts';

/** Before the one button: which keys will sign how many, and how many documents will be left out and why. */
export function BatchReview({ batch }: { batch: BatchView }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const count = signable(batch);
  const stopped = batch.items.filter(item => item.state === 'failed' || item.state === 'skipped').length;
  const start = useAction(() => backend.request('batch/start', { batchId: batch.id }));
  const drop = useAction(async () => {
    await backend.request('batch/control', { batchId: batch.id, command: 'stop' });
    goTo(lastInbox());
  });
  // Anything that changes on the list changes what the button stands for.
  const subject = [
    ...batch.items.map(item => `${item.documentId}${item.state}`),
    ...batch.keys.map(key => key.label),
  ].join();
  const confirm = useConfirm(subject, () => void start.run());
  const preparing = batch.state === 'preparing';
  const { settled, total } = batchProgress(batch);
  const unsure = batch.items.filter(item => item.state === 'waiting' && isUnconfirmed(item)).length;
  const undecided = batch.keys.some(key => key.choices.length > 0);
  const again = useAction(() =>
    backend.request('batch/control', { batchId: batch.id, command: 'read-again' }),
  );
  const read = batch.items.filter(item => item.facts.length > 0).length;
  return (
    <div class="panel batch-review">
      <Status>
        {preparing
          ? t('desk.batch.reading', { n: total, read: Math.max(read, settled) })
          : t('desk.batch.ready', { n: count })}
      </Status>
      {preparing && (
        <progress value={Math.max(read, settled)} max={total} aria-label={t('desk.batch.progress.reading')} />
      )}
      {stopped > 0 && (
        <Notice
          tone="warning"
          title={t('desk.batch.left-out', { n: stopped })}
          hint={t('desk.batch.left-out.hint')}
        >
          {batch.readable > 0 && !preparing && (
            <Button small icon="refresh" busy={again.busy} onClick={() => void again.run()}>
              {t('desk.batch.read-again')}
            </Button>
          )}
        </Notice>
      )}
      {unsure > 0 && (
        <Notice
          tone="warning"
          title={t('desk.batch.theirs', { n: unsure })}
          hint={t('desk.batch.theirs.hint')}
        />
      )}
      {batch.keys.length > 0 && (
        <div class="stack-tight">
          <h2>{t('keys.label')}</h2>
          <ul class="batch-keys">
            {batch.keys.map(key => (
              <li key={key.owner}>
                <BatchKey view={key} />
              </li>
            ))}
          </ul>
          <p class="small muted">{t('desk.batch.keys.hint', { n: batch.keys.length })}</p>
        </div>
      )}
      {start.error && <ErrorNotice failure={start.error} />}
      {again.error && <ErrorNotice failure={again.error} />}
      <div class="row">
        <Button
          look="primary"
          icon="pen"
          busy={start.busy}
          disabled={preparing || count === 0 || undecided}
          {...confirm()}
        >
          {t('desk.batch.sign', { n: count })}
        </Button>
        <Button busy={drop.busy} onClick={() => void drop.run()}>
          {t('desk.batch.drop')}
        </Button>
      </div>
    </div>
  );
}
