import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { JobRow } from '../../../components/jobs/JobRow.tsx';
import type { JobView } from '../../../lib/messages/views.ts';
import { Evidence, placeOf } from './DeskError.tsx';
import { goTo } from './use-route.ts';

/** A live job with its reins: cancel, try again, clear (unless the page is about it), and the way to its receipt. */
export function DeskJob({ job, keep = false }: { job: JobView; keep?: boolean }) {
  const backend = useBackend();
  const act = useAction((name: 'jobs/cancel' | 'jobs/retry' | 'jobs/dismiss') =>
    backend.request(name, { jobId: job.id }),
  );
  const place = placeOf(job.error);
  return (
    <div>
      <JobRow
        job={job}
        onCancel={() => void act.run('jobs/cancel')}
        onRetry={() => void act.run('jobs/retry')}
        onDismiss={keep ? undefined : () => void act.run('jobs/dismiss')}
        onReceipt={id => goTo({ section: 'receipts', id })}
      />
      {place && !keep && (
        <div class="row">
          <Evidence place={place} />
        </div>
      )}
      {act.error && <ErrorNotice failure={act.error} />}
    </div>
  );
}
