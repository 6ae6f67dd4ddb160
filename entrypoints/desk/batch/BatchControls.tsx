import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { BatchView } from '../../../lib/messages/views.ts';
import { batchProgress, roughly } from './progress.ts';

type Command = 'pause' | 'resume' | 'stop' | 'retry-failed';

/** A batch under way or ended: how far it is, how long it will take, and the reins. */
export function BatchControls({ batch }: { batch: BatchView }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const now = useEverySecond(batch.state === 'running');
  const progress = batchProgress(batch, now);
  const control = useAction((command: Command) =>
    backend.request('batch/control', { batchId: batch.id, command }),
  );
  const left = progress.leftMs === null ? null : roughly(progress.leftMs);
  const active = batch.state === 'running' || batch.state === 'paused';
  const waitsForPassword = batch.items.some(item => item.step === 'unlocking' || item.step === 'signing');
  // Stopping cancels whatever has not begun.
  const untouched = batch.items.filter(({ state }) => state === 'waiting' || state === 'cancelled').length;
  return (
    <div class="panel batch-controls">
      <div class="batch-figures">
        <strong>{t('desk.batch.done', { n: progress.total, done: progress.done })}</strong>
        {progress.failed > 0 && (
          <span class="badge" data-tone="error">
            {t('desk.batch.failed', { n: progress.failed })}
          </span>
        )}
        {progress.skipped > 0 && (
          <span class="badge" data-tone="warning">
            {t('desk.batch.skipped', { n: progress.skipped })}
          </span>
        )}
        <span class="muted push">
          {left &&
            t(left.unit === 'seconds' ? 'desk.batch.left.seconds' : 'desk.batch.left.minutes', { n: left.n })}
        </span>
      </div>
      <progress value={progress.settled} max={progress.total} aria-label={t('desk.batch.progress')} />
      {/* Said in quarters: every single document would drown everything else. */}
      <Status unseen>
        {t('desk.batch.quarter', {
          percent: Math.floor((progress.settled / Math.max(1, progress.total)) * 4) * 25,
        })}
      </Status>
      {batch.state === 'running' && waitsForPassword && progress.done === 0 && (
        <p class="small muted">{t('desk.password-hint')}</p>
      )}
      {active && <p class="small muted">{t('desk.batch.close-hint')}</p>}
      {batch.state === 'finished' && progress.failed === 0 && (
        <Notice tone="done" live="status" title={t('desk.batch.all-done', { n: progress.done })} />
      )}
      {batch.state === 'stopped' && untouched > 0 && (
        <Notice tone="warning" live="status" title={t('desk.batch.stopped', { n: untouched })} />
      )}
      {control.error && <ErrorNotice failure={control.error} />}
      <div class="row">
        {batch.state === 'running' && (
          <Button icon="pause" busy={control.busy} onClick={() => void control.run('pause')}>
            {t('desk.batch.pause')}
          </Button>
        )}
        {batch.state === 'paused' && (
          <Button look="primary" icon="play" busy={control.busy} onClick={() => void control.run('resume')}>
            {t('desk.batch.resume')}
          </Button>
        )}
        {active && (
          <Button look="danger" icon="stop" busy={control.busy} onClick={() => void control.run('stop')}>
            {t('desk.batch.stop')}
          </Button>
        )}
        {!active && progress.failed > 0 && (
          <Button
            look="primary"
            icon="refresh"
            busy={control.busy}
            onClick={() => void control.run('retry-failed')}
          >
            {t('desk.batch.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

function useEverySecond(on: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [on]);
  return now;
}
