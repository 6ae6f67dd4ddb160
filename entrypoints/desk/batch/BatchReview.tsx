import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { BatchView } from '../../../lib/messages/views.ts';
import { useConfirm } from '../review/use-confirm.ts';
import { goTo } from '../shared/use-route.ts';
import { batchProgress, signable } from './progress.ts';

/** Before the one button: which keys will sign how many, and how many documents will be left out and why. */
export function BatchReview({ batch }: { batch: BatchView }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const count = signable(batch);
  const stopped = batch.items.filter(item => item.state === 'failed' || item.state === 'skipped').length;
  const start = useAction(() => backend.request('batch/start', { batchId: batch.id }));
  const drop = useAction(async () => {
    await backend.request('batch/control', { batchId: batch.id, command: 'stop' });
    goTo({ section: 'inbox', folder: 'waiting' });
  });
  // Anything that changes on the list changes what the button stands for.
  const subject = batch.items.map(item => `${item.documentId}${item.state}`).join();
  const confirm = useConfirm(subject, () => void start.run());
  const preparing = batch.state === 'preparing';
  const { settled, total } = batchProgress(batch, Date.now());
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
        />
      )}
      {batch.keys.length > 0 && (
        <div class="stack-tight">
          <h2>{t('desk.batch.keys')}</h2>
          <ul class="batch-keys">
            {batch.keys.map(key => (
              <li key={key.owner}>
                <Icon name="key" />
                <span>{key.label}</span>
                <span class="muted numeric">{t('common.documents', { n: key.count })}</span>
              </li>
            ))}
          </ul>
          <p class="small muted">{t('desk.batch.keys.hint', { n: batch.keys.length })}</p>
        </div>
      )}
      {start.error && <ErrorNotice failure={start.error} />}
      <div class="row">
        <Button
          look="primary"
          icon="pen"
          busy={start.busy}
          disabled={preparing || count === 0}
          aria-disabled={confirm.armed ? undefined : true}
          onClick={confirm.onClick}
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
