import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import { roughly } from '../../../lib/i18n/lengths.ts';
import type { BatchCommand, BatchView } from '../../../lib/messages/views/batch.ts';
import { DidoxError } from '../shared/DidoxError.tsx';
import { batchProgress } from './progress.ts';

const LEFT = { seconds: 'desk.batch.left.seconds', minutes: 'desk.batch.left.minutes' } as const;

/** A batch under way or ended: how far it is, how long it will take, and the reins. */
export function BatchControls({ batch }: { batch: BatchView }) {
  const backend = useBackend();
  const { t, time } = useTranslator();
  const progress = batchProgress(batch);
  const control = useAction((command: BatchCommand) =>
    backend.request('batch/control', { batchId: batch.id, command }),
  );
  const left = progress.leftMs === null ? null : roughly(progress.leftMs);
  // They sign what somebody had stopped, or what failed: a click that must be meant.
  const confirm = useConfirm(
    [batch.id, batch.state, batch.rest, progress.failed].join(),
    (command: BatchCommand) => void control.run(command),
  );
  const active = batch.state === 'running' || batch.state === 'paused';
  // What was being sent when it was stopped comes to its end first.
  const over = !active && progress.working === 0;
  const waitsForPassword = batch.items.some(item => item.step === 'unlocking' || item.step === 'signing');
  const warned = batch.items.filter(({ warning }) => warning !== null).length;
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
        {warned > 0 && (
          <span class="badge" data-tone="warning">
            {t('desk.batch.warned', { n: warned })}
          </span>
        )}
        <span class="muted push">{left && t(LEFT[left.unit], { n: left.n })}</span>
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
      {batch.heldUntil !== null && (
        <Notice tone="info" live="status" title={t('desk.batch.held', { time: time(batch.heldUntil) })} />
      )}
      {batch.pausedBy && (
        <>
          <DidoxError failure={batch.pausedBy.failure} owner={batch.pausedBy.owner} />
          <p class="small muted">{t('desk.batch.paused.hint')}</p>
        </>
      )}
      {batch.blocked.map(one => (
        <div key={one.owner} class="stack-tight">
          <strong>{t('desk.batch.blocked', { name: one.name, n: one.count })}</strong>
          <DidoxError failure={one.failure} owner={one.owner} />
        </div>
      ))}
      {batch.blocked.length > 0 && (
        <p class="small muted">
          {t(batch.state === 'running' ? 'desk.batch.blocked.hint' : 'desk.batch.paused.hint')}
        </p>
      )}
      {active && !batch.pausedBy && batch.blocked.length === 0 && (
        <p class="small muted">{t('desk.batch.close-hint')}</p>
      )}
      {batch.state === 'finished' && progress.done === progress.total && (
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
          <Button look="primary" icon="play" busy={control.busy} {...confirm('resume')}>
            {t('desk.batch.resume')}
          </Button>
        )}
        {active && (
          <Button look="danger" icon="stop" busy={control.busy} onClick={() => void control.run('stop')}>
            {t('desk.batch.stop')}
          </Button>
        )}
        {over && progress.failed > 0 && (
          <Button look="primary" icon="refresh" busy={control.busy} {...confirm('retry-failed')}>
            {t('desk.batch.retry')}
          </Button>
        )}
        {batch.rest > 0 && (
          <Button
            look={progress.failed > 0 ? undefined : 'primary'}
            icon="pen"
            busy={control.busy}
            {...confirm('sign-rest')}
          >
            {t('desk.batch.sign-rest', { n: batch.rest })}
          </Button>
        )}
        {!active && batch.readable > 0 && (
          <Button icon="refresh" busy={control.busy} onClick={() => void control.run('read-again')}>
            {t('desk.batch.read-again')}
          </Button>
        )}
      </div>
    </div>
  );
}
