import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useAction } from '../../components/hooks/useAction.ts';
import { useRequest } from '../../components/hooks/useRequest.ts';
import { JobRow } from '../../components/jobs/JobRow.tsx';
import { isSettled } from '../../components/jobs/settled.ts';
import { JOBS } from './first-questions.ts';

/** What is under way this moment, or ended nobody knows how; not there when nothing is. */
export function JobsNow() {
  const backend = useBackend();
  const { t } = backend.translator;
  const jobs = useRequest(...JOBS, ['jobs']);
  const act = useAction(async (name: 'jobs/cancel' | 'jobs/retry', jobId: string) => {
    await backend.request(name, { jobId });
    await jobs.reload();
  });
  const failure = act.error ?? jobs.error;
  const now = jobs.value?.filter(job => !isSettled(job)) ?? [];
  if (now.length === 0 && !failure) return null;
  return (
    <section class="popup-section" aria-labelledby="now-title">
      <h2 id="now-title">{t('popup.now')}</h2>
      {failure && <ErrorNotice failure={failure} />}
      <ul class="things" aria-live="polite">
        {now.map(job => (
          <li key={job.id}>
            <JobRow
              job={job}
              onCancel={({ id }) => act.run('jobs/cancel', id)}
              onRetry={({ id }) => act.run('jobs/retry', id)}
              onReceipt={id => backend.openDesk(`receipts/${id}`)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
