import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { SignatureSummaryView } from '../../../components/signatures/SignatureSummaryView.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { JobView } from '../../../lib/messages/views/job.ts';
import { loadReceipt } from '../receipts/receipt-database.ts';
import { routeHash } from '../route.ts';
import { DeskJob } from '../shared/DeskJob.tsx';
import { SignatureButtons } from './SignatureButtons.tsx';

/** What became of the review: each job live, and once it is done who signed what when, and its files. */
export function ReviewJobs({ reviewId }: { reviewId: string }) {
  const { t } = useTranslator();
  const { value: jobs, error } = useRequest('review/jobs', { reviewId }, ['jobs']);
  if (error) return <ErrorNotice failure={error} />;
  if (!jobs) return <Skeleton lines={2} label={t('common.loading')} />;
  return (
    <div class="stack review-jobs">
      {jobs.map(job => (
        <Job key={job.id} job={job} />
      ))}
    </div>
  );
}

function Job({ job }: { job: JobView }) {
  const translator = useTranslator();
  const hint = translator.find(`desk.job.hint.${job.step}`);
  return (
    <article class="panel" aria-label={wordTitle(job, translator)}>
      <Status>
        <DeskJob job={job} keep />
      </Status>
      {hint && <p class="small muted">{hint}</p>}
      {job.receiptId !== null && <Result receiptId={job.receiptId} />}
    </article>
  );
}

function Result({ receiptId }: { receiptId: string }) {
  const backend = useBackend();
  const translator = useTranslator();
  const { t } = translator;
  const { value: receipt, error } = useLoaded(() => loadReceipt(backend, receiptId), receiptId, ['receipts']);
  if (error) return <ErrorNotice failure={error} />;
  if (!receipt) return null;
  return (
    <div class="stack">
      {receipt.signature && <SignatureSummaryView signature={receipt.signature} />}
      {receipt.signatureBlobId && (
        <SignatureButtons
          service={receipt.service}
          title={wordTitle(receipt, translator)}
          detached={receipt.detached}
          signatureBlobId={receipt.signatureBlobId}
          contentBlobId={receipt.contentBlobId}
          inspect={{ from: 'receipt', id: receipt.id }}
        />
      )}
      <a href={routeHash({ section: 'receipts', id: receipt.id })}>{t('desk.review.to-receipt')}</a>
    </div>
  );
}
