import type { BatchItem } from '../../lib/signing/batch-record.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';

/** What the item asked for: a signature over the very bytes that were shown. */
export function isSameDeed(job: JobRecord, item: BatchItem): boolean {
  return job.sha256 === item.sha256 && (job.action === 'didox-sign' || job.action === 'didox-accept');
}

export interface Earlier {
  readonly job: JobRecord;
  /** Whether the batch may try it again, or has to take it as it is. */
  readonly triable: boolean;
}

/**
 * The job that an item goes on with: its own, or that of another tab or batch that has done the same; null: it needs a new
 * one. A batch's consent does not stretch over an end that nobody knows: whosever it is, it is taken as it is, unless
 * somebody has just asked to try this very one `again`.
 */
export async function earlierJob(
  { engine, journal }: { readonly engine: Pick<Engine, 'running'>; readonly journal: Journal },
  item: BatchItem,
  again: boolean,
  shownAt = 0,
): Promise<Earlier | null> {
  // Asked before the journal: what ends while that is read may end unclear, and must not be tried again as its record stood.
  const { running } = engine;
  const jobs = await journal.bySubject(item.subject);
  const own = jobs.find(job => job.id === item.jobId && job.sha256 === item.sha256);
  const underWay = own && jobs.find(job => running.has(job.id));
  if (underWay) return { job: underWay, triable: false };
  const last = jobs
    .filter(job => isSameDeed(job, item) && (job.state.step === 'done' || isUnclear(job)))
    .toSorted((a, b) => b.updatedAt - a.updatedAt)[0];
  if (last && isUnclear(last)) return { job: last, triable: again && last === own };
  // Own ended since: the document has come back to be signed once more.
  // What was done before the document was shown is another deed, too.
  if (last && last.updatedAt >= (own?.updatedAt ?? shownAt)) return { job: last, triable: false };
  return own ? { job: own, triable: true } : null;
}
