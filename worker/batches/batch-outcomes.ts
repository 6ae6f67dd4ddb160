import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { type Failure, failure } from '../../lib/signing/failure.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import { failureOf } from '../failures.ts';
import type { BatchBook } from './batch-book.ts';
import { isSameDeed } from './batch-deeds.ts';
import { goesOn, isBlocked, isTrouble, reachOf, waitAsked } from './batch-obstacles.ts';
import type { Patience } from './batch-patience.ts';
import { createRecalls, type Recalls } from './batch-recalls.ts';

/** A job that did not end: its own state could not be written. */
const UNENDED = 'storage-broken';
/** States of an item for whose job the batch does not wait. */
const RESTS: ReadonlySet<BatchItem['state']> = new Set(['waiting', 'failed', 'cancelled']);

/** What became of one document, and what that means for the others. */
export interface BatchOutcomes extends Pick<Recalls, 'jobMoved'> {
  settle(id: string, at: number, job: JobRecord): Promise<void>;
  fail(id: string, at: number, error: unknown): Promise<void>;
  /** Nothing happened to it: it waits with the others, or was cancelled with them. */
  putBack(id: string, at: number): Promise<void>;
  /** Calls back what still waits for the module: all of a batch that rests, or of its companies that are blocked. */
  recall(id: string): Promise<void>;
}

export interface BatchOutcomePorts {
  readonly engine: Pick<Engine, 'cancel'>;
  readonly book: BatchBook;
  readonly patience: Patience;
}

export function createBatchOutcomes({ engine, book, patience }: BatchOutcomePorts): BatchOutcomes {
  const { load, changeItem, update } = book;
  const recalls = createRecalls(engine);
  /** Batches of which the last document met a service in trouble, with none that went well since. */
  const doubted = new Set<string>();

  async function settle(id: string, at: number, job: JobRecord): Promise<void> {
    const item = (await load(id)).items[at];
    const { state } = job;
    const recalled = recalls.recalled(job.id);
    switch (state.step) {
      case 'done':
        // A tab may have rejected or deleted meanwhile what was to be signed here.
        if (!item || !isSameDeed(job, item)) return failed(id, at, failure('document-changed'), 'no');
        doubted.delete(id);
        return changeItem(id, at, { state: 'done', failure: null, warning: state.warning });
      case 'cancelled':
        // Cancelling the password window means "not now": the rest waits for a decision.
        if (recalled || (await load(id)).state !== 'running') return putBack(id, at);
        return failed(id, at, failure('module-cancelled'), 'no');
      case 'failed':
        return failed(id, at, state.failure, state.sent);
      default:
        return failed(id, at, failure(UNENDED), 'no');
    }
  }

  const putBack = (id: string, at: number) =>
    update(id, batch =>
      withItem(batch, at, { state: batch.state === 'stopped' ? 'cancelled' : 'waiting', failure: null }),
    );

  const fail = (id: string, at: number, error: unknown) => failed(id, at, failureOf(error), 'no');

  async function failed(id: string, at: number, reason: Failure, sent: 'no' | 'unknown'): Promise<void> {
    if (reason.code === 'aborted') return putBack(id, at);
    const reach = reachOf(reason);
    const wait = waitAsked(reason);
    if (wait !== null) patience.told(wait);
    // One document that the service stumbles over is that document's trouble; two in a row are the service's.
    const first = isTrouble(reason) && !doubted.has(id);
    if (first) doubted.add(id);
    const over = { state: 'failed', failure: sent === 'unknown' ? unclear(reason) : reason } as const;
    if (reach === 'document' || wait !== null || first) return changeItem(id, at, over);
    await update(id, batch => {
      const untouched = reach !== 'unclear' && sent === 'no' && batch.state !== 'stopped';
      const next = withItem(batch, at, untouched ? { state: 'waiting', failure: null } : over);
      if (batch.state !== 'running') return next;
      const obstacle = { failure: reason, owner: batch.items[at]?.owner ?? '' };
      if (reach !== 'owner') return { ...next, state: 'paused', pausedBy: obstacle };
      if (isBlocked(batch, obstacle.owner)) return next;
      return { ...next, blocked: [...(batch.blocked ?? []), obstacle] };
    });
    await recall(id);
  }

  async function recall(id: string): Promise<void> {
    const batch = await load(id);
    const resting = batch.items.filter(item => item.state === 'working' && !goesOn(batch, item.owner));
    await recalls.recall(
      id,
      resting.flatMap(item => item.jobId ?? []),
    );
  }

  /** Tried on its own, from the list of jobs: now its end is unclear, and it is none of those that wait for a resume. */
  async function noteUnclear(job: JobRecord): Promise<void> {
    if (!isUnclear(job) || job.batchId === null) return;
    const reason = unclear(null);
    await update(job.batchId, batch => ({
      ...batch,
      items: batch.items.map(item =>
        item.jobId === job.id && RESTS.has(item.state) ? { ...item, state: 'failed', failure: reason } : item,
      ),
    }));
  }

  return {
    settle,
    fail,
    putBack,
    recall,
    jobMoved(job) {
      recalls.jobMoved(job);
      void noteUnclear(job).catch(() => undefined);
    },
  };
}

/** Of a document that may have arrived, that is what matters; why nobody knows is told by what stops the batch. */
const unclear = (because: Failure | null): Failure => failure('ambiguous-submit', because?.words);

function withItem(batch: BatchRecord, at: number, with_: Partial<BatchItem>): BatchRecord {
  return {
    ...batch,
    items: batch.items.map((item, index) => (index === at ? { ...item, ...with_ } : item)),
  };
}
