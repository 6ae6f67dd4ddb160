import { describe, expect, it } from 'vitest';
import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { JobRecord, JobState } from '../../lib/signing/job.ts';
import type { BatchBook } from './batch-book.ts';
import { createBatchOutcomes } from './batch-outcomes.ts';
import { createPatience } from './batch-patience.ts';

const ITEM: BatchItem = {
  subject: 's',
  owner: 'tin:1',
  title: '1',
  facts: [],
  sha256: 'd',
  target: null,
  jobId: 'j',
  state: 'working',
  failure: null,
};
const job = (state: JobState, more: Partial<JobRecord> = {}) =>
  ({
    id: 'j',
    batchId: 'b',
    open: 1,
    action: 'didox-sign',
    sha256: 'd',
    blobs: {},
    state,
    ...more,
  }) as JobRecord;

function setUp(state: BatchRecord['state'] = 'running') {
  let batch: BatchRecord = { id: 'b', state, createdAt: 0, startedAt: 0, keys: {}, items: [ITEM] };
  const update = async (_id: string, edit: (now: BatchRecord) => BatchRecord) => {
    batch = edit(batch);
  };
  const book = {
    load: async () => batch,
    update,
    changeItem: (id: string, at: number, with_: Partial<BatchItem>) =>
      update(id, now => ({
        ...now,
        items: now.items.map((item, index) => (index === at ? { ...item, ...with_ } : item)),
      })),
  } as unknown as BatchBook;
  const cancelled: string[] = [];
  const outcomes = createBatchOutcomes({
    book,
    engine: { cancel: async jobId => void cancelled.push(jobId) },
    patience: createPatience({ now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined }),
  });
  return {
    outcomes,
    cancelled,
    become: (next: BatchRecord['state']) => update('b', now => ({ ...now, state: next })),
    lineOf: () => batch.items[0]?.failure,
    now: () => ({ batch: batch.state, item: batch.items[0]?.state, pausedBy: batch.pausedBy ?? null }),
  };
}

describe('a job that a pause called back', () => {
  it('waits again, and does not pause a batch that was resumed meanwhile', async () => {
    const { outcomes, cancelled, become, now } = setUp('paused');
    outcomes.jobMoved(job({ step: 'signing' }));
    await outcomes.recall('b');
    expect(cancelled).toEqual(['j']);
    await become('running');
    await outcomes.settle('b', 0, job({ step: 'cancelled' }, { open: 0 }));
    expect(now()).toEqual({ batch: 'running', item: 'waiting', pausedBy: null });
  });

  it('is one without a signature, and of this batch', async () => {
    const { outcomes, cancelled } = setUp('paused');
    for (const moved of [
      job({ step: 'stamping' }),
      job({ step: 'queued' }, { blobs: { created: 'c' } }),
      job({ step: 'signing' }, { batchId: null }),
      job({ step: 'signing' }, { batchId: 'another' }),
    ]) {
      outcomes.jobMoved(moved);
      await outcomes.recall('b');
    }
    expect(cancelled).toEqual([]);
  });
});

describe('a job that a person cancelled', () => {
  it('pauses the batch, and waits with the others', async () => {
    const { outcomes, now } = setUp();
    await outcomes.settle('b', 0, job({ step: 'cancelled' }, { open: 0 }));
    const pausedBy = { failure: failure('module-cancelled'), owner: 'tin:1' };
    expect(now()).toEqual({ batch: 'paused', item: 'waiting', pausedBy });
  });
});

describe('a document that may have arrived', () => {
  it('is not called untouched, whatever stopped the batch', async () => {
    const { outcomes, now } = setUp();
    const state: JobState = { step: 'failed', failure: failure('network-gone'), sent: 'unknown' };
    await outcomes.settle('b', 0, job(state, { open: 0 }));
    expect(now()).toMatchObject({ batch: 'paused', item: 'failed' });
  });

  it('says so on its line; what it failed of is why the batch rests', async () => {
    const { outcomes, now, lineOf } = setUp();
    const state: JobState = { step: 'failed', failure: failure('network-gone', 'reset'), sent: 'unknown' };
    await outcomes.settle('b', 0, job(state, { open: 0 }));
    expect(lineOf()).toEqual(failure('ambiguous-submit', 'reset'));
    expect(now().pausedBy?.failure).toEqual(failure('network-gone', 'reset'));
  });

  it('stays cancelled or failed in a batch that was stopped', async () => {
    const { outcomes, now } = setUp('stopped');
    await outcomes.settle('b', 0, job({ step: 'cancelled' }, { open: 0 }));
    expect(now()).toEqual({ batch: 'stopped', item: 'cancelled', pausedBy: null });
    const state: JobState = { step: 'failed', failure: failure('pin-wrong'), sent: 'no' };
    await outcomes.settle('b', 0, job(state, { open: 0 }));
    expect(now()).toEqual({ batch: 'stopped', item: 'failed', pausedBy: null });
  });
});

describe('a job that is done', () => {
  const done: JobState = { step: 'done', receiptId: null, warning: null };

  it('has done what was asked for when it signed the bytes that were shown', async () => {
    const { outcomes, now } = setUp();
    await outcomes.settle('b', 0, job(done, { open: 0, action: 'didox-accept' }));
    expect(now()).toMatchObject({ batch: 'running', item: 'done' });
  });

  it.each([
    ['rejected the document', { action: 'didox-reject' }],
    ['signed other bytes', { sha256: 'other' }],
  ] as const)('has not when it %s: that counts as failed, and the others go on', async (_what, more) => {
    const { outcomes, now } = setUp();
    await outcomes.settle('b', 0, job(done, { open: 0, ...more }));
    expect(now()).toEqual({ batch: 'running', item: 'failed', pausedBy: null });
  });
});
