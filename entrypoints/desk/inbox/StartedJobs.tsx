import { useRequest } from '../../../components/hooks/useRequest.ts';
import { isSettled, isUnclear } from '../../../components/jobs/settled.ts';
import { DeskJob } from '../shared/DeskJob.tsx';

const MOST = 5;

/**
 * Jobs under way, those this page started until they are dismissed, and every unclear end until it is cleared up. Other
 * jobs of a batch stand in its own list.
 */
export function StartedJobs({ started }: { started: readonly string[] }) {
  const { value } = useRequest('jobs/list', { open: false }, ['jobs']);
  const jobs = value ?? [];
  const unclear = jobs.filter(isUnclear);
  const others = jobs.filter(
    job =>
      job.batchId === null &&
      !isUnclear(job) &&
      (!isSettled(job) || started.includes(job.id)) &&
      // Whoever is signed in stands in the list of accounts.
      !(job.action === 'didox-sign-in' && job.step === 'done'),
  );
  const shown = [...unclear, ...others.slice(0, MOST)];
  if (shown.length === 0) return null;
  return (
    <div class="panel started-jobs things">
      {shown.map(job => (
        <DeskJob key={job.id} job={job} />
      ))}
    </div>
  );
}
