import './review.css';
import { useState } from 'preact/hooks';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { routeHash } from '../route.ts';
import { Section } from '../shared/Section.tsx';
import { ReviewForm } from './ReviewForm.tsx';
import { ReviewItems } from './ReviewItems.tsx';
import { ReviewJobs } from './ReviewJobs.tsx';

/** What will be signed, exactly; the second click; and what became of it. */
export function Review({ id }: { id: string }) {
  const { t } = useTranslator();
  const review = useRequest('review/get', { reviewId: id }, ['keys', 'jobs']);
  const [started, setStarted] = useState<readonly string[]>([]);
  const view = review.value;
  const jobIds = [...new Set([...(view?.jobIds ?? []), ...started])];
  return (
    <Section
      title={view ? t(`desk.review.title.${view.kind}`, { n: view.items.length }) : t('desk.review.title')}
    >
      {review.error && <ErrorNotice failure={review.error} onRetry={() => void review.reload()} />}
      {!view && review.loading && <Skeleton lines={6} label={t('common.loading')} />}
      {!view && !review.loading && !review.error && jobIds.length === 0 && (
        <EmptyState icon="file" title={t('desk.review.gone')} hint={t('desk.review.gone.hint')}>
          <a class="button" href={routeHash({ section: 'receipts', id: null })}>
            {t('desk.nav.receipts')}
          </a>
        </EmptyState>
      )}
      {jobIds.length > 0 && <ReviewJobs jobIds={jobIds} />}
      {view && (
        <div class="review" data-started={jobIds.length > 0 || undefined}>
          <ReviewItems view={view} />
          {jobIds.length === 0 && (
            <ReviewForm
              view={view}
              onStarted={jobId => {
                setStarted([jobId]);
                void review.reload();
              }}
            />
          )}
        </div>
      )}
    </Section>
  );
}
