import { Icon } from '../../../components/base/Icon.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { batchProgress } from '../batch/progress.ts';
import { routeHash, unlessProduction } from '../route.ts';

/**
 * The batch that is under way, whoever started it and whenever: closing the desk does not stop it. Or the last one, while
 * its failures are news.
 */
export function BatchBanner() {
  const backend = useBackend();
  const { t } = useTranslator();
  const { value: batch } = useRequest('batch/get', { batchId: null }, ['batch', 'receipts']);
  const dismiss = useAction((batchId: string) =>
    backend.request('batch/control', { batchId, command: 'dismiss' }),
  );
  if (!batch) return null;
  const { id, server, state } = batch;
  const { settled, failed, total } = batchProgress(batch);
  const open = (
    <a class="button" href={routeHash({ section: 'batch', id, ...unlessProduction(server) })}>
      {t('desk.batch.banner.open')}
    </a>
  );
  if (state === 'stopped' || state === 'finished')
    return (
      <div class="panel batch-banner" data-tone="error">
        <Icon name="alert" />
        <span>{t('desk.batch.banner.ended', { n: total, failed })}</span>
        {open}
        <IconButton
          icon="close"
          label={t('desk.batch.banner.dismiss')}
          busy={dismiss.busy}
          onClick={() => void dismiss.run(id)}
        />
      </div>
    );
  return (
    <div class="panel batch-banner" data-tone={state === 'paused' ? 'warning' : 'busy'}>
      <Icon name={state === 'paused' ? 'pause' : 'pen'} />
      <span>{t(`desk.batch.banner.${state}`, { n: total, settled })}</span>
      {state !== 'ready' && state !== 'preparing' && (
        <progress value={settled} max={total} aria-label={t('desk.batch.progress')} />
      )}
      {open}
    </div>
  );
}
