import type { BatchItemView, BatchView } from '../../../lib/messages/views.ts';

export interface BatchProgress {
  readonly total: number;
  /** Done, failed, skipped or cancelled: nothing more happens to them by itself. */
  readonly settled: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly working: number;
  /** Whole milliseconds, null while there is nothing to estimate from. */
  readonly leftMs: number | null;
}

const SETTLED: ReadonlySet<BatchItemView['state']> = new Set(['done', 'failed', 'skipped', 'cancelled']);

/** Counts of a batch and the time left: what one document took so far, times what is still to come. */
export function batchProgress(batch: BatchView, now: number): BatchProgress {
  const count = (state: BatchItemView['state']) => batch.items.filter(item => item.state === state).length;
  const settled = batch.items.filter(item => SETTLED.has(item.state)).length;
  const worked = count('done') + count('failed');
  const measured =
    batch.msPerItem ?? (batch.startedAt !== null && worked > 0 ? (now - batch.startedAt) / worked : null);
  const left = batch.items.length - settled;
  const running = batch.state === 'running';
  return {
    total: batch.items.length,
    settled,
    done: count('done'),
    failed: count('failed'),
    skipped: count('skipped'),
    working: count('working'),
    leftMs: running && left > 0 && measured !== null ? Math.round(measured * left) : null,
  };
}

/** The documents that will be signed when the batch starts: those that could be read and nothing speaks against. */
export function signable(batch: BatchView): number {
  return batch.items.filter(item => item.state === 'waiting').length;
}

/** How to say a length of time: in seconds under a minute and a half, else in minutes, rounded up. */
export function roughly(ms: number): { readonly unit: 'seconds' | 'minutes'; readonly n: number } {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? { unit: 'seconds', n: seconds } : { unit: 'minutes', n: Math.ceil(seconds / 60) };
}
