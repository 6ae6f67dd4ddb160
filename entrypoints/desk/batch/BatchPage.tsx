import './batch.css';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { routeHash } from '../route.ts';
import { Section } from '../shared/Section.tsx';
import { BatchControls } from './BatchControls.tsx';
import { BatchItems } from './BatchItems.tsx';
import { BatchReview } from './BatchReview.tsx';

/** One batch from its review to its results; without an id, the one that is under way. */
export function BatchPage({ id }: { id: string | null }) {
  const { t } = useTranslator();
  const batch = useRequest('batch/get', { batchId: id }, ['batch']);
  const view = batch.value;
  return (
    <Section
      fill
      title={view ? t(`desk.batch.title.${view.state}`, { n: view.items.length }) : t('desk.batch.title')}
      actions={
        <a class="button" href={routeHash({ section: 'inbox', folder: 'waiting' })}>
          {t('desk.batch.to-inbox')}
        </a>
      }
    >
      {batch.error && <ErrorNotice failure={batch.error} onRetry={() => void batch.reload()} />}
      {!view && batch.loading && <Skeleton lines={6} label={t('common.loading')} />}
      {!view && !batch.loading && !batch.error && (
        <EmptyState icon="inbox" title={t('desk.batch.none')} hint={t('desk.batch.none.hint')} />
      )}
      {view && (
        <>
          {view.state === 'preparing' || view.state === 'ready' ? (
            <BatchReview batch={view} />
          ) : (
            <BatchControls batch={view} />
          )}
          <BatchItems batch={view} />
        </>
      )}
    </Section>
  );
}
