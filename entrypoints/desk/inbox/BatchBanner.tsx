import { Icon } from '../../../components/base/Icon.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { batchProgress } from '../batch/progress.ts';
import { routeHash } from '../route.ts';

/** The batch that is under way, whoever started it and whenever: closing the desk does not stop it. */
export function BatchBanner() {
  const { t } = useTranslator();
  const { value: batch } = useRequest('batch/get', { batchId: null }, ['batch']);
  if (!batch || batch.state === 'stopped' || batch.state === 'finished') return null;
  const { settled, total } = batchProgress(batch);
  return (
    <div class="panel batch-banner" data-tone={batch.state === 'paused' ? 'warning' : 'busy'}>
      <Icon name={batch.state === 'paused' ? 'pause' : 'pen'} />
      <span>{t(`desk.batch.banner.${batch.state}`, { n: total, settled })}</span>
      {batch.state !== 'ready' && batch.state !== 'preparing' && (
        <progress value={settled} max={total} aria-label={t('desk.batch.progress')} />
      )}
      <a class="button" href={routeHash({ section: 'batch', id: batch.id })}>
        {t('desk.batch.banner.open')}
      </a>
    </div>
  );
}
