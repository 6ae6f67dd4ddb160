import { normalizeId } from '../../lib/didox/address.ts';
import type { PreparePorts } from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import { subjectOf } from '../../lib/didox/target.ts';
import type { BatchCommand, BatchView } from '../../lib/messages/views/batch.ts';
import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import type { Database } from '../../lib/store/database.ts';
import type { Didox } from '../didox.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Offers } from '../inbox/offers.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { settledSigner, signersFor, signersKnown } from '../keys/signers.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { Watchdog } from '../watchdog.ts';
import { createBatchBook } from './batch-book.ts';
import { createBatchItems, serverOf } from './batch-items.ts';
import { latestBatch } from './batch-latest.ts';
import { createBatchOutcomes } from './batch-outcomes.ts';
import { createPatience } from './batch-patience.ts';
import { createBatchReading } from './batch-reading.ts';
import { createBatchRun } from './batch-run.ts';
import { isOver, isReadable, isRest, viewOfBatch } from './batch-view.ts';
import { withoutWindows } from './batch-windows.ts';

export interface Batches {
  prepare(
    server: DidoxServer,
    documents: readonly { owner: string; documentId: string; outgoing: boolean }[],
  ): Promise<string>;
  start(batchId: string): Promise<void>;
  control(batchId: string, command: BatchCommand): Promise<void>;
  get(batchId: string | null): Promise<BatchView | null>;
  /** Stops all there are; what still comes of them is not written any more. */
  stopAll(): Promise<void>;
  /** Goes on with what a dead worker left running. */
  rebirth(): Promise<void>;
  /** Whether a job that a dead worker left behind still has a batch that wants it. */
  stillWanted(job: JobRecord): Promise<boolean>;
  jobMoved(job: JobRecord): void;
}

export interface BatchPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly preparePorts: () => PreparePorts;
  readonly offers: Offers;
  readonly watchdog: Watchdog;
}

/**
 * Many documents, one consent: all were shown, then one click. Documents of several companies become one part per key,
 * in sequence; the key cannot change within a batch. What is signed must have the digest that was shown.
 */
export function createBatches(ports: BatchPorts): Batches {
  const { platform, engine, offers } = ports;
  const now = () => platform.timer.now();
  /** Batches of this very life; the others are adopted. */
  const mine = new Set<string>();
  let adopting: Promise<void> | null = null;
  const book = createBatchBook(ports.database, id => platform.announce({ changed: 'batch', id }));
  const { load, save, change } = book;
  const patience = createPatience(platform.timer);
  const items = createBatchItems({ ...ports, book, patience, now });
  const outcomes = createBatchOutcomes({ engine, book, patience });
  const { run } = createBatchRun({ engine, book, items, outcomes, patience, watchdog: ports.watchdog, now });
  const accountOf = async (server: DidoxServer, owner: string) =>
    (await ports.didox.session.known(server, owner)) ?? { owner, via: null };
  const keyOwner = async (server: DidoxServer, owner: string) =>
    (await accountOf(server, owner)).via ?? owner;
  const { read } = createBatchReading({ ...ports, book, items, keyOwner });

  async function go(batch: BatchRecord): Promise<void> {
    const startedAt = batch.startedAt ?? now();
    await save({
      ...batch,
      state: 'running',
      startedAt,
      pausedBy: null,
      blocked: [],
      pace: null,
      dismissed: false,
    });
    void run(batch.id).catch(() => undefined);
  }

  /** The key of each company whose documents wait: settled before, or now. Throws where somebody has to choose first. */
  async function keysFor(batch: BatchRecord): Promise<BatchRecord['keys']> {
    const { items, keys } = batch;
    const server = serverOf(batch);
    const owners = new Set(items.filter(({ state }) => state === 'waiting').map(({ owner }) => owner));
    const settled: Record<string, string> = { ...keys };
    for (const owner of owners)
      settled[owner] ??= settledSigner(await signersFor(ports.keys, await accountOf(server, owner))).id;
    return settled;
  }

  const batches: Batches = {
    async prepare(server, documents) {
      const id = crypto.randomUUID();
      const wishes = documents.map((document): BatchItem => {
        const row = ports.inbox.row(document.owner, document.documentId);
        const documentId = normalizeId(document.documentId);
        const target = { server, ...document, documentId };
        return {
          subject: subjectOf({ service: 'didox', taxId: '', ...target }),
          owner: document.owner,
          title: row?.number ?? document.documentId,
          facts: [],
          sha256: null,
          target,
          jobId: null,
          state: 'waiting',
          failure: null,
        };
      });
      mine.add(id);
      await save({ id, state: 'preparing', createdAt: now(), startedAt: null, keys: {}, items: wishes });
      void read(id).catch(() => undefined);
      return id;
    },
    async start(id) {
      await adoptOnce();
      const batch = await load(id);
      if (batch.state !== 'ready') return;
      const keys = await keysFor(batch);
      await go({ ...(await load(id)), keys });
    },
    async control(id, command) {
      await adoptOnce();
      const batch = await load(id);
      const rests = ['paused', 'stopped', 'finished'].includes(batch.state);
      if (command === 'pause' && batch.state === 'running') {
        await change(id, { state: 'paused', pausedBy: null });
        await outcomes.recall(id);
      }
      if (command === 'resume' && batch.state === 'paused') await go(batch);
      if (command === 'retry-failed' && isOver(batch)) {
        items.tryAgain(
          id,
          batch.items.flatMap(({ state }, at) => (state === 'failed' ? [at] : [])),
        );
        await go(withWaiting(batch, item => item.state === 'failed'));
      }
      if (command === 'sign-rest' && isOver(batch)) {
        items.tryAgain(id, []);
        const keys = await keysFor(withWaiting(batch, isRest));
        await go({ ...withWaiting(await load(id), isRest), keys });
      }
      if (command === 'dismiss' && isOver(batch)) await change(id, { dismissed: true });
      if (command === 'read-again' && (rests || batch.state === 'ready')) {
        // What could not be read was not shown, so it needs a look and a click of its own.
        const again = withWaiting(batch, isReadable);
        await save({ ...again, state: 'preparing', pausedBy: null, blocked: [] });
        void read(id).catch(() => undefined);
      }
      if (command === 'stop') {
        await save({
          ...batch,
          state: 'stopped',
          items: batch.items.map(item => (item.state === 'waiting' ? { ...item, state: 'cancelled' } : item)),
        });
        await cancelJobs(batch);
      }
    },
    async get(id) {
      const batch =
        id === null
          ? await latestBatch(await book.all(), ports.journal, now())
          : await load(id).catch(() => null);
      if (!batch) return null;
      const server = serverOf(batch);
      return viewOfBatch(batch, {
        journal: ports.journal,
        now,
        heldUntil: patience.until(),
        signersOf: async owner => signersKnown(ports.keys, await accountOf(server, owner)),
        nameOf: async owner =>
          (await ports.didox.session.known(server, owner))?.title || owner.slice(owner.indexOf(':') + 1),
        offerMissing: owner => offers.knownMissing(server, owner),
      });
    },
    async stopAll() {
      await adoptOnce();
      for (const id of await book.disown()) await batches.control(id, 'stop');
    },
    rebirth: adoptOnce,
    async stillWanted(job) {
      if (job.batchId === null) return false;
      const { batchId } = job;
      const batch = book.now(batchId) ?? (await book.all()).find(({ id }) => id === batchId);
      if (!batch || batch.state === 'stopped') return false;
      // A pause opens no window; what is signed goes on to its end.
      return batch.state === 'running' || job.blobs.created !== undefined;
    },
    jobMoved: outcomes.jobMoved,
  };
  return batches;

  /** Before anything is done with a batch of an earlier life: two runs of one batch must not meet. */
  function adoptOnce(): Promise<void> {
    adopting ??= (async () => {
      await engine.rebirth();
      for (const batch of await book.all()) {
        book.set(batch);
        if (mine.has(batch.id)) continue;
        const left = await withoutWindows(ports.didox.session, batch);
        if (left !== batch) await save(left);
        if (left.state === 'preparing') void read(batch.id).catch(() => undefined);
        // One that is read again after a stop may have documents that are still being sent.
        void adopt(left).catch(() => undefined);
      }
    })();
    adopting.catch(() => {
      adopting = null;
    });
    return adopting;
  }

  /** Jobs under way are the engine's; their items wait for them, the others go on. */
  async function adopt({ id, items: left, state }: BatchRecord): Promise<void> {
    const adopted = left.map(async (item, at) => {
      if (item.state !== 'working') return;
      const job = item.jobId ? await ports.journal.get(item.jobId) : undefined;
      // Never begun, or a click on a card that was not meant for later: the batch's own consent still stands.
      if (!job || job.state.step === 'interrupted') return outcomes.putBack(id, at);
      try {
        await outcomes.settle(id, at, await engine.settled(job.id));
      } catch (error) {
        await outcomes.fail(id, at, error);
      }
    });
    if (state === 'running') await Promise.all([...adopted, run(id)]);
    else await Promise.all(adopted);
    // Items put back to "waiting" while the run was ending.
    if ((await load(id)).state === 'running') await run(id);
  }

  /** All in one moment: the window of the next must not open because one is gone. What a tab began is theirs to stop. */
  async function cancelJobs({ id, items: left }: BatchRecord): Promise<void> {
    const ids = left.flatMap(({ state, jobId }) => (state === 'working' && jobId !== null ? [jobId] : []));
    const jobs = await Promise.all(ids.map(jobId => ports.journal.get(jobId)));
    await Promise.all(jobs.map(job => (job?.batchId === id ? engine.cancel(job.id) : undefined)));
  }
}

function withWaiting(batch: BatchRecord, which: (item: BatchItem) => boolean): BatchRecord {
  const again = (item: BatchItem): BatchItem => ({ ...item, state: 'waiting', failure: null });
  return { ...batch, items: batch.items.map(item => (which(item) ? again(item) : item)) };
}
