import { describe, expect, it } from 'vitest';
import type { BatchItemView, BatchView } from '../../../lib/messages/views/batch.ts';
import { batchProgress, signable } from './progress.ts';

const item = (state: BatchItemView['state']): BatchItemView => ({
  owner: 'tin:300000019',
  documentId: state,
  title: 'Invoice',
  subtitle: '',
  facts: [],
  state,
  step: null,
  error: null,
  theirs: null,
  warning: null,
  jobId: null,
});
const batch = (states: BatchItemView['state'][], more: Partial<BatchView> = {}): BatchView => ({
  id: 'b',
  server: 'production',
  state: 'running',
  items: states.map(item),
  keys: [],
  startedAt: 1000,
  pausedBy: null,
  blocked: [],
  heldUntil: null,
  msPerItem: null,
  done: 0,
  failed: 0,
  readable: 0,
  rest: 0,
  ...more,
});

describe('progress of a batch', () => {
  it('counts every document once', () => {
    const progress = batchProgress(batch(['done', 'done', 'failed', 'skipped', 'working', 'waiting']));
    expect(progress).toMatchObject({ total: 6, settled: 4, done: 2, failed: 1, skipped: 1, working: 1 });
  });

  it('takes what the worker measured for every document that is still to come', () => {
    expect(batchProgress(batch(['done', 'waiting', 'working'], { msPerItem: 50 })).leftMs).toBe(100);
  });

  it('says nothing about the time while paused, before anything was measured and at the end', () => {
    expect(batchProgress(batch(['done', 'waiting'], { state: 'paused', msPerItem: 50 })).leftMs).toBeNull();
    expect(batchProgress(batch(['done', 'waiting'])).leftMs).toBeNull();
    expect(batchProgress(batch(['done'], { msPerItem: 50 })).leftMs).toBeNull();
  });

  it('counts as signable only what still waits', () => {
    expect(signable(batch(['waiting', 'skipped', 'waiting', 'failed']))).toBe(2);
  });
});
