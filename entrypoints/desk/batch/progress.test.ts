import { describe, expect, it } from 'vitest';
import type { BatchItemView, BatchView } from '../../../lib/messages/views.ts';
import { batchProgress, roughly, signable } from './progress.ts';

const item = (state: BatchItemView['state']): BatchItemView => ({
  owner: 'tin:300000019',
  documentId: state,
  title: 'Invoice',
  subtitle: '',
  facts: [],
  state,
  step: null,
  error: null,
  jobId: null,
});
const batch = (states: BatchItemView['state'][], more: Partial<BatchView> = {}): BatchView => ({
  id: 'b',
  state: 'running',
  items: states.map(item),
  keys: [],
  startedAt: 1000,
  msPerItem: null,
  done: 0,
  failed: 0,
  ...more,
});

describe('progress of a batch', () => {
  it('counts every document once', () => {
    const progress = batchProgress(batch(['done', 'done', 'failed', 'skipped', 'working', 'waiting']), 4000);
    expect(progress).toMatchObject({ total: 6, settled: 4, done: 2, failed: 1, skipped: 1, working: 1 });
  });

  it('estimates from the documents that took time, not from those that were skipped', () => {
    expect(batchProgress(batch(['done', 'failed', 'skipped', 'waiting', 'waiting']), 3000).leftMs).toBe(2000);
  });

  it('trusts the measure of the worker when there is one', () => {
    expect(batchProgress(batch(['done', 'waiting'], { msPerItem: 50 }), 999_999).leftMs).toBe(50);
  });

  it('says nothing about the time while paused, before the first result and at the end', () => {
    expect(batchProgress(batch(['done', 'waiting'], { state: 'paused' }), 3000).leftMs).toBeNull();
    expect(batchProgress(batch(['working', 'waiting']), 3000).leftMs).toBeNull();
    expect(batchProgress(batch(['done']), 3000).leftMs).toBeNull();
  });

  it('counts as signable only what still waits', () => {
    expect(signable(batch(['waiting', 'skipped', 'waiting', 'failed']))).toBe(2);
  });

  it('words seconds up to a minute and a half, then minutes', () => {
    expect(roughly(10)).toEqual({ unit: 'seconds', n: 1 });
    expect(roughly(89_000)).toEqual({ unit: 'seconds', n: 89 });
    expect(roughly(90_000)).toEqual({ unit: 'minutes', n: 2 });
  });
});
