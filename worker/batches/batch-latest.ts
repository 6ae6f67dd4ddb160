import type { BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import { doneOnItsOwn } from './batch-view.ts';

const ALIVE: readonly BatchRecord['state'][] = ['running', 'paused', 'preparing', 'ready'];
/** A batch that ended with failures stays in sight for this long. Unclear ends stay in the list of jobs. */
const NEWS_MS = 24 * 60 * 60_000;

/**
 * The batch that somebody may want to see: one at work before one that waits, the newest of its kind; and when there is
 * none, the newest that ended with something left to do.
 */
export async function latestBatch(
  batches: readonly BatchRecord[],
  journal: Pick<Journal, 'get'>,
  now: number,
): Promise<BatchRecord | null> {
  const rank = ({ state }: BatchRecord) => ALIVE.indexOf(state);
  const newestFirst = batches.toSorted((a, b) => b.createdAt - a.createdAt);
  const alive = newestFirst.filter(({ state }) => ALIVE.includes(state)).sort((a, b) => rank(a) - rank(b))[0];
  if (alive) return alive;
  for (const batch of newestFirst) {
    const fresh = now - (batch.startedAt ?? batch.createdAt) < NEWS_MS;
    if (fresh && !batch.dismissed && (await hasFailures(batch, journal))) return batch;
  }
  return null;
}

async function hasFailures({ items }: BatchRecord, journal: Pick<Journal, 'get'>): Promise<boolean> {
  for (const item of items) {
    if (item.state === 'failed' && !(await doneOnItsOwn(item, journal))) return true;
  }
  return false;
}
