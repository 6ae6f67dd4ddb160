import type { BatchItemView, BatchView } from '../../../lib/messages/views/batch.ts';

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

/** Counts of a batch and the time left: what one document takes, as the worker measures it, times what is still to come. */
export function batchProgress(batch: BatchView): BatchProgress {
  const count = (state: BatchItemView['state']) => batch.items.filter(item => item.state === state).length;
  const settled = batch.items.filter(item => SETTLED.has(item.state)).length;
  const left = batch.items.length - settled;
  const running = batch.state === 'running';
  return {
    total: batch.items.length,
    settled,
    done: count('done'),
    failed: count('failed'),
    skipped: count('skipped'),
    working: count('working'),
    leftMs: running && left > 0 && batch.msPerItem !== null ? Math.round(batch.msPerItem * left) : null,
  };
}

/** The documents that will be signed when the batch starts: those that could be read and nothing speaks against. */
export function signable(batch: BatchView): number {
  return batch.items.filter(item => item.state === 'waiting').length;
}

/** An incoming document whose other signature is not verified up to a known authority: its row says so before the click. */
export function isUnconfirmed({ theirs }: BatchItemView): boolean {
  return theirs !== null && theirs.outcome !== 'verified';
}
