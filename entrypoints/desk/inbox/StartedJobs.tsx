import { useRequest } from '../../../components/hooks/useRequest.ts';
import { DeskJob } from '../shared/DeskJob.tsx';

/** Jobs under way, and those this page started until they are dismissed. Jobs of a batch stand in its own list. */
export function StartedJobs({ started }: { started: readonly string[] }) {
  const { value } = useRequest('jobs/list', { open: false }, ['jobs']);
  const settled = (step: string) => ['done', 'cancelled', 'failed', 'interrupted'].includes(step);
  const shown = (value ?? []).filter(
    job =>
      job.batchId === null &&
      (!settled(job.step) || started.includes(job.id)) &&
      // Whoever is signed in stands in the list of accounts.
      !(job.action === 'didox-sign-in' && job.step === 'done'),
  );
  if (shown.length === 0) return null;
  return (
    <div class="panel started-jobs things">
      {shown.slice(0, 5).map(job => (
        <DeskJob key={job.id} job={job} />
      ))}
    </div>
  );
}
