import type { Engine } from '../../lib/signing/engine.ts';
import type { JobRecord, JobStep } from '../../lib/signing/job.ts';

/** Steps in which no signature exists yet: called back here, a job leaves nothing behind. */
const UNSIGNED: ReadonlySet<JobStep> = new Set<JobStep>(['queued', 'unlocking', 'signing']);

/**
 * A pause calls back what still waits for the module, so that no further window opens; what is signed goes on to its
 * end. Where a job stands is known from its own news: reading the journal would be too late.
 */
export interface Recalls {
  jobMoved(job: JobRecord): void;
  /** Cancels those of the batch that have no signature yet; what a tab or another batch began is theirs. */
  recall(batchId: string, jobIds: readonly string[]): Promise<void>;
  /** Whether a job was cancelled by a recall, not by a person; told once. */
  recalled(jobId: string): boolean;
}

export function createRecalls(engine: Pick<Engine, 'cancel'>): Recalls {
  /** Jobs without a signature, and whose they are. */
  const unsigned = new Map<string, string>();
  const called = new Set<string>();
  return {
    jobMoved(job) {
      if (job.batchId === null) return;
      if (job.open === 1 && UNSIGNED.has(job.state.step) && !job.blobs.created)
        unsigned.set(job.id, job.batchId);
      else unsigned.delete(job.id);
    },
    async recall(batchId, jobIds) {
      const open = jobIds.filter(jobId => unsigned.get(jobId) === batchId);
      for (const jobId of open) called.add(jobId);
      await Promise.all(open.map(jobId => engine.cancel(jobId)));
    },
    recalled: jobId => called.delete(jobId),
  };
}
