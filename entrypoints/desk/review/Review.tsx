import './review.css';
import { useState } from 'preact/hooks';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { Translator } from '../../../lib/i18n/translator.ts';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { ReviewView } from '../../../lib/messages/views/review.ts';
import { routeHash } from '../route.ts';
import { Section } from '../shared/Section.tsx';
import { ReviewForm } from './ReviewForm.tsx';
import { ReviewItems } from './ReviewItems.tsx';
import { ReviewJobs } from './ReviewJobs.tsx';

/** What will be signed, exactly; the second click; and what became of it. */
export function Review({ id }: { id: string }) {
  const translator = useTranslator();
  const { t } = translator;
  const review = useRequest('review/get', { reviewId: id }, ['keys', 'jobs']);
  /** What was confirmed: asked for again only when the worker says anew that something is left. */
  const [confirmed, setConfirmed] = useState<ReviewView | null>(null);
  const view = review.value;
  const begun = confirmed !== null || (view !== null && view.jobIds.length > 0);
  // A worker that died over it leaves files without a job: they still wait for a click.
  const left = view && view !== confirmed ? view.items.length - view.jobIds.length : 0;
  return (
    <Section title={view ? titleOf(view, left, translator) : t('desk.review.title')}>
      {review.error && <ErrorNotice failure={review.error} onRetry={() => void review.reload()} />}
      {!view && review.loading && <Skeleton lines={6} label={t('common.loading')} />}
      {!view && !review.loading && !review.error && !begun && (
        <EmptyState icon="file" title={t('desk.review.gone')} hint={t('desk.review.gone.hint')}>
          <a class="button" href={routeHash({ section: 'receipts', id: null })}>
            {t('desk.nav.receipts')}
          </a>
        </EmptyState>
      )}
      {begun && <ReviewJobs reviewId={id} />}
      {view && (
        <div class="review" data-started={left === 0 || undefined}>
          <ReviewItems view={view} />
          {left > 0 && (
            <ReviewForm
              view={view}
              count={left}
              onStarted={() => {
                setConfirmed(view);
                void review.reload();
              }}
            />
          )}
        </div>
      )}
    </Section>
  );
}

/** What stands before a signature says so only as long as something is left to sign. */
function titleOf({ kind, items }: ReviewView, left: number, translator: Translator): string {
  const [first, ...others] = items;
  if (left > 0 || !first) return translator.t(`desk.review.title.${kind}`, { n: items.length });
  return wordTitle(first, translator) + (others.length > 0 ? ` + ${others.length}` : '');
}
