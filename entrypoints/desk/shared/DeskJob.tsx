import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { JobRow } from '../../../components/jobs/JobRow.tsx';
import type { JobView } from '../../../lib/messages/views.ts';
import { DidoxError } from './DidoxError.tsx';
import { goTo } from './use-route.ts';

/**
 * A live job with its reins: cancel, try again, clear (unless the page is about it), and the way to its receipt. One that
 * failed says why, in the service's own words too, and what helps.
 */
export function DeskJob({ job, keep = false }: { job: JobView; keep?: boolean }) {
  const backend = useBackend();
  const act = useAction((name: 'jobs/cancel' | 'jobs/retry' | 'jobs/dismiss') =>
    backend.request(name, { jobId: job.id }),
  );
  return (
    <div class="stack-tight">
      <JobRow
        job={job}
        explained
        onCancel={() => void act.run('jobs/cancel')}
        onRetry={() => void act.run('jobs/retry')}
        onDismiss={keep ? undefined : () => void act.run('jobs/dismiss')}
        onReceipt={id => goTo({ section: 'receipts', id })}
      />
      {job.error && <DidoxError failure={job.error} owner={job.owner} live={keep ? 'none' : 'alert'} />}
      {act.error && <ErrorNotice failure={act.error} />}
    </div>
  );
}
