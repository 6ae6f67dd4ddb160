import { normalizeId } from '../lib/didox/address.ts';
import type { PreparePorts } from '../lib/didox/prepare.ts';
import type { DidoxServer } from '../lib/didox/servers.ts';
import { subjectOf } from '../lib/didox/target.ts';
import type { BatchView } from '../lib/messages/views.ts';
import type { BatchItem, BatchRecord } from '../lib/signing/batch-record.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Journal } from '../lib/signing/ports.ts';
import type { Database } from '../lib/store/database.ts';
import { createBatchBook } from './batch-book.ts';
import { createBatchItems, isSameDeed } from './batch-items.ts';
import { viewOfBatch } from './batch-view.ts';
import type { Didox } from './didox.ts';
import { failureOf } from './failures.ts';
import type { Inbox } from './inbox.ts';
import type { KeyRing } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';
import { signersFor } from './signers.ts';

export interface Batches {
  prepare(documents: readonly { owner: string; documentId: string; outgoing: boolean }[]): Promise<string>;
  start(batchId: string): Promise<void>;
  control(batchId: string, command: 'pause' | 'resume' | 'stop' | 'retry-failed'): Promise<void>;
  get(batchId: string | null): Promise<BatchView | null>;
  /** Goes on with what a dead worker left running. */
  rebirth(): Promise<void>;
  /** Whether a job that a dead worker left behind still has a batch that wants it. */
  stillWanted(job: JobRecord): Promise<boolean>;
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
}

/** How many documents are fetched, stamped and submitted at once while the module signs one after another. */
const AT_ONCE = 8;
/** A failure of this kind would meet every further document too: the batch pauses instead of failing them all. */
const STOPS_ALL =
  /^(module-(not-running|hung|busy|dropped)|origin-refused|certificate-not-trusted|network-gone|pin-blocked|wrong-password|storage-|key-file-gone|disk-gone|account-blocked|session-expired|login-|too-many-attempts|partner-token)/;

/** A job that did not end: its own state could not be written. */
const UNENDED = 'storage-broken';

/**
 * Many documents, one consent: all were shown, then one click. Documents of several companies become one part per key,
 * in sequence; the key cannot change within a batch. What is signed must have the digest that was shown.
 */
export function createBatches(ports: BatchPorts): Batches {
  const { platform, engine } = ports;
  const now = () => platform.timer.now();
  const running = new Set<string>();
  /** Batches of this very life; the others are adopted. */
  const mine = new Set<string>();
  let adopting: Promise<void> | null = null;
  const book = createBatchBook(ports.database, id => platform.announce({ changed: 'batch', id }));
  const { load, save, change, changeItem } = book;
  const items = createBatchItems({ ...ports, book, now });
  const signersOf = async (owner: string) => {
    const server = await ports.didox.serverChosen();
    const account = await ports.didox.session.known(server, owner);
    return signersFor(ports.keys, account ?? { owner, via: null });
  };

  async function signItem(id: string, at: number): Promise<void> {
    const item = (await load(id)).items[at];
    if (item?.state !== 'waiting') return;
    await changeItem(id, at, { state: 'working', failure: null });
    try {
      const job = await items.job(id, at, item);
      // A stop that came while the job was being made finds no job to cancel: it is heeded here.
      if (!(await wanted(id))) await engine.cancel(job.id);
      await settle(id, at, await engine.settled(job.id));
      items.over(id, at);
    } catch (error) {
      await fail(id, at, error);
    }
  }

  /** Not stopped: a pause lets what is under way come to its end. */
  async function wanted(id: string): Promise<boolean> {
    return (await load(id)).state !== 'stopped';
  }

  async function settle(id: string, at: number, job: JobRecord): Promise<void> {
    const item = (await load(id)).items[at];
    const { state } = job;
    if (state.step === 'done') {
      // A tab may have rejected or deleted meanwhile what was to be signed here.
      if (item && isSameDeed(job, item)) await changeItem(id, at, { state: 'done', failure: null });
      else await fail(id, at, new FlowError(failure('document-changed')));
    } else if (state.step === 'cancelled') {
      // Cancelling the password window means "not now": the rest waits for a decision.
      await changeItem(id, at, { state: 'cancelled' });
      if ((await load(id)).state === 'running') await change(id, { state: 'paused' });
    } else await fail(id, at, new FlowError(state.step === 'failed' ? state.failure : failure(UNENDED)));
  }

  async function fail(id: string, at: number, error: unknown): Promise<void> {
    const reason = failureOf(error);
    if (reason.code === 'aborted') return changeItem(id, at, { state: 'cancelled' });
    await changeItem(id, at, { state: 'failed', failure: reason });
    if (STOPS_ALL.test(reason.code) && (await load(id)).state === 'running')
      await change(id, { state: 'paused' });
  }

  async function run(id: string): Promise<void> {
    if (running.has(id)) return;
    running.add(id);
    const release = platform.wake.hold();
    try {
      for (;;) {
        const owners = [...new Set((await load(id)).items.map(item => item.owner))];
        for (const owner of owners) await runPart(id, owner);
        const batch = await load(id);
        // A batch resumed while its last documents came to an end has more to do. No pause before the finally: a
        // resume either finds this run still looking, or starts a new one.
        if (batch.state !== 'running' || !batch.items.some(item => item.state === 'waiting')) break;
      }
    } catch {
      // Its own state cannot be written. Whoever looks sees it stand still, not run for ever.
      const batch = book.now(id);
      if (batch) book.set({ ...batch, state: 'paused' });
    } finally {
      release();
      running.delete(id);
    }
    await finishIfOver(id);
  }

  async function finishIfOver(id: string): Promise<void> {
    const batch = await load(id);
    const over = !batch.items.some(item => item.state === 'waiting' || item.state === 'working');
    if (batch.state === 'running' && over) await change(id, { state: 'finished' });
  }

  async function runPart(id: string, owner: string): Promise<void> {
    const queue = (await load(id)).items.flatMap((item, at) =>
      item.owner === owner && item.state === 'waiting' ? [at] : [],
    );
    const lane = async () => {
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        if ((await load(id)).state !== 'running') return;
        await signItem(id, at);
      }
    };
    // The first goes alone: it opens the key, so that one password serves all.
    const first = queue.shift();
    if (first !== undefined && (await load(id)).state === 'running') await signItem(id, first);
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  async function go(id: string): Promise<void> {
    await change(id, { state: 'running' });
    void run(id).catch(() => undefined);
  }

  return {
    async prepare(documents) {
      const server = await ports.didox.serverChosen();
      const id = crypto.randomUUID();
      const wishes = documents.map((document): BatchItem => {
        const row = ports.inbox.row(document.owner, document.documentId);
        const documentId = normalizeId(document.documentId);
        const target = { server: server satisfies DidoxServer, ...document, documentId };
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
      void prepareAll(id).catch(() => undefined);
      return id;
    },
    async start(id) {
      await adoptOnce();
      const batch = await load(id);
      if (batch.state !== 'ready') return;
      const keys: Record<string, string> = {};
      for (const owner of new Set(
        batch.items.filter(item => item.state === 'waiting').map(item => item.owner),
      )) {
        const { settled, candidates, unusable } = await signersOf(owner);
        const key = settled ?? candidates[0];
        if (!key) throw new FlowError(unusable ?? failure('no-key-for-company'));
        keys[owner] = key.id;
      }
      await change(id, { keys, startedAt: now() });
      await go(id);
    },
    async control(id, command) {
      await adoptOnce();
      const batch = await load(id);
      if (command === 'pause' && batch.state === 'running') await change(id, { state: 'paused' });
      if (command === 'resume' && batch.state === 'paused') {
        await save({ ...batch, items: waitingAgain(batch.items, ['cancelled']) });
        await go(id);
      }
      if (command === 'stop') {
        await save({
          ...batch,
          state: 'stopped',
          items: batch.items.map(item => (item.state === 'waiting' ? { ...item, state: 'cancelled' } : item)),
        });
        await Promise.all(
          batch.items.map(item =>
            item.state === 'working' && item.jobId ? engine.cancel(item.jobId) : undefined,
          ),
        );
      }
      if (command === 'retry-failed' && ['paused', 'stopped', 'finished'].includes(batch.state)) {
        await save({ ...batch, items: waitingAgain(batch.items, ['failed', 'cancelled']) });
        await go(id);
      }
    },
    async get(id) {
      const batch = id === null ? await latest() : await load(id).catch(() => null);
      return batch ? await viewOfBatch(batch, { journal: ports.journal, now, signersOf }) : null;
    },
    rebirth: adoptOnce,
    async stillWanted(job) {
      if (job.batchId === null) return false;
      const { batchId } = job;
      const batch = book.now(batchId) ?? (await book.all()).find(({ id }) => id === batchId);
      return batch !== undefined && batch.state !== 'stopped';
    },
  };

  /** Before anything is done with a batch of an earlier life: two runs of one batch must not meet. */
  function adoptOnce(): Promise<void> {
    adopting ??= (async () => {
      await engine.rebirth();
      for (const batch of await book.all()) {
        book.set(batch);
        if (mine.has(batch.id)) continue;
        if (batch.state === 'preparing') void prepareAll(batch.id).catch(() => undefined);
        else void adopt(batch).catch(() => undefined);
      }
    })();
    adopting.catch(() => {
      adopting = null;
    });
    return adopting;
  }

  /** Jobs under way are the engine's; their items wait for them, the others go on. */
  async function adopt(batch: BatchRecord): Promise<void> {
    const adopted = batch.items.map(async (item, at) => {
      if (item.state !== 'working') return;
      const job = item.jobId ? await ports.journal.get(item.jobId) : undefined;
      // Never begun, or a click on a card that was not meant for later: the batch's own consent still stands.
      if (!job || job.state.step === 'interrupted')
        return changeItem(batch.id, at, { state: batch.state === 'stopped' ? 'cancelled' : 'waiting' });
      try {
        await settle(batch.id, at, await engine.settled(job.id));
      } catch (error) {
        await fail(batch.id, at, error);
      }
    });
    if (batch.state === 'running') await Promise.all([...adopted, run(batch.id)]);
    else await Promise.all(adopted);
    // Items put back to "waiting" while the run was ending.
    if ((await load(batch.id)).state === 'running') await run(batch.id);
  }

  async function prepareAll(id: string): Promise<void> {
    const batch = await load(id);
    const queue = batch.items.map((_, at) => at);
    const lane = async () => {
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) await items.prepare(id, at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await change(id, { state: 'ready' });
  }

  async function latest(): Promise<BatchRecord | null> {
    const recent = (await book.all()).sort((a, b) => b.createdAt - a.createdAt)[0];
    return recent && recent.state !== 'finished' && recent.state !== 'stopped' ? recent : null;
  }
}

function waitingAgain(items: readonly BatchItem[], states: readonly BatchItem['state'][]): BatchItem[] {
  return items.map(item =>
    states.includes(item.state) ? { ...item, state: 'waiting', failure: null } : item,
  );
}
