import * as z from 'zod/mini';
import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { type PreparedDocument, type PreparePorts, prepareDocument } from '../../lib/didox/prepare.ts';
import { type DidoxServer, SERVER_NAMES } from '../../lib/didox/servers.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import type { Didox } from '../didox.ts';
import { failureOf } from '../failures.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { documentJob, type NewJob } from '../jobs.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { signersFor } from '../keys/signers.ts';
import type { BatchBook } from './batch-book.ts';
import { earlierJob } from './batch-deeds.ts';
import { goesOn, waitAsked } from './batch-obstacles.ts';
import type { Patience } from './batch-patience.ts';

export interface BatchItemPorts {
  readonly book: BatchBook;
  readonly patience: Patience;
  readonly now: () => number;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly preparePorts: () => PreparePorts;
}

/** How often a document is read again after the service asked for a pause. */
const READ_AGAIN = 2;

/** Where an item of a batch goes, as the record keeps it. */
export const BatchTarget = z.object({
  server: z.enum(SERVER_NAMES),
  owner: z.string(),
  documentId: z.string(),
  outgoing: z.boolean(),
});

/** All documents of a batch are on one server: that of the list they were chosen from. */
export function serverOf({ items }: Pick<BatchRecord, 'items'>): DidoxServer {
  return BatchTarget.parse(items[0]?.target).server;
}

export interface BatchItems {
  /** Fetches what is to be shown before the one click; what cannot be signed is skipped, and says why. */
  prepare(id: string, at: number): Promise<Failure | null>;
  /** The job of an item: its own, that of another tab or batch that has done or does the same, or a new one. */
  job(id: string, at: number, item: BatchItem): Promise<JobRecord>;
  /** Somebody asks to try these once more, whatever their end: until then, a batch repeats none that is unclear. */
  tryAgain(id: string, ats: readonly number[]): void;
  /** The item is over: what was prepared for it is not needed any more. */
  over(id: string, at: number): void;
}

/** One document of a batch: made ready, shown, and turned into a job over the very bytes that were shown. */
export function createBatchItems(ports: BatchItemPorts): BatchItems {
  const { book, engine } = ports;
  const ready = new Map<string, PreparedDocument>();
  /** Not on the disk: no death of a worker stretches somebody's word to a second submission. */
  const again = new Map<string, Set<number>>();
  const readyKey = (id: string, at: number) => `${id}#${at}`;

  async function prepareItem(id: string, at: number): Promise<Failure | null> {
    const item = (await book.load(id)).items[at];
    if (!item) return null;
    try {
      const prepared = await fetchPatiently(item);
      const digest = prepared.content ? await sha256Hex(prepared.content.bytes) : null;
      if ((await book.load(id)).state !== 'preparing') return null;
      ready.set(readyKey(id, at), prepared);
      await book.changeItem(id, at, {
        state: 'waiting',
        failure: null,
        title: prepared.read.number ?? prepared.document.name,
        facts: prepared.facts,
        sha256: digest,
        theirs: prepared.theirSignature,
      });
      return null;
    } catch (error) {
      const reason = failureOf(error);
      // Given up meanwhile: it stays as it was left.
      if ((await book.load(id)).state !== 'preparing') return null;
      await book.changeItem(id, at, { state: 'skipped', failure: reason });
      return reason;
    }
  }

  /** A service that asks for a pause gets it: a document is not left out because a hundred were asked for at once. */
  async function fetchPatiently(item: BatchItem): Promise<PreparedDocument> {
    for (let again = 0; ; again += 1) {
      await ports.patience.calm();
      try {
        return await fetchItem(item);
      } catch (error) {
        const wait = again < READ_AGAIN ? waitAsked(failureOf(error)) : null;
        if (wait === null) throw error;
        ports.patience.told(wait);
      }
    }
  }

  async function fetchItem(item: BatchItem): Promise<PreparedDocument> {
    const target = BatchTarget.parse(item.target);
    // A person has started this: a session that has ended is renewed.
    const { renewing } = ports.didox;
    const document = await renewing.document(target);
    const action = fittingActions(document).actions[0];
    if (action !== 'sign' && action !== 'accept') throw new FlowError(failure('wrong-status'));
    const prepared = await prepareDocument(
      { ...ports.preparePorts(), didox: renewing },
      document,
      action,
      await ports.inbox.claims(target),
    );
    if (prepared.obstacle) throw new FlowError(prepared.obstacle);
    return prepared;
  }

  async function jobFor(id: string, at: number, item: BatchItem): Promise<JobRecord> {
    const { createdAt } = await book.load(id);
    const earlier = await earlierJob(ports, item, again.get(id)?.has(at) ?? false, createdAt);
    if (earlier) {
      await requireRunning(id, item.owner);
      again.get(id)?.delete(at);
      const { job, triable } = earlier;
      const current = triable ? ((await engine.retry(job.id)) ?? job) : job;
      if (current.id !== item.jobId) await book.changeItem(id, at, { jobId: current.id });
      // Why it ended so is past, and no reason for the others to wait.
      if (!triable && isUnclear(job)) throw new FlowError(failure('ambiguous-submit'));
      return current;
    }
    const made = await newJob(id, at, item);
    // Written before the job exists: a worker that dies in between finds it again.
    await book.changeItem(id, at, { jobId: made.record.id });
    await requireRunning(id, item.owner);
    const started = await engine.start(made.record, { content: made.content, theirs: made.theirs });
    if (started.id !== made.record.id) await book.changeItem(id, at, { jobId: started.id });
    return started;
  }

  /** Paused, stopped or blocked while the job was being made: no window opens for it. */
  async function requireRunning(id: string, owner: string): Promise<void> {
    if (!goesOn(await book.load(id), owner)) throw new FlowError(failure('aborted'));
  }

  async function newJob(id: string, at: number, item: BatchItem): Promise<NewJob> {
    const target = BatchTarget.parse(item.target);
    // The token may have ended since the batch was shown: the jobs renew it, all of them together.
    const account = await ports.didox.session.known(target.server, item.owner);
    if (!account) throw new FlowError(failure('session-expired'));
    const keyId = (await book.load(id)).keys[item.owner];
    const { candidates } = await signersFor(ports.keys, account);
    const key = candidates.find(candidate => candidate.id === keyId);
    if (!key) throw new FlowError(failure('no-key-for-company'));
    const prepared = ready.get(readyKey(id, at)) ?? (await fetchPatiently(item));
    const job = await documentJob(prepared, account, key, {
      server: target.server,
      batchId: id,
      now: ports.now(),
      id: crypto.randomUUID(),
    });
    // A reborn worker fetched the document anew: it must still be the one that was shown.
    if (job.record.sha256 !== item.sha256) throw new FlowError(failure('document-changed'));
    return job;
  }

  return {
    prepare: prepareItem,
    job: jobFor,
    tryAgain: (id, ats) => void again.set(id, new Set(ats)),
    over: (id, at) => void ready.delete(readyKey(id, at)),
  };
}
