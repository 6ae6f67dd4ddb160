import * as z from 'zod/mini';
import { claimsOf } from '../lib/didox/inbox.ts';
import { type PreparedDocument, type PreparePorts, prepareDocument } from '../lib/didox/prepare.ts';
import type { DidoxServer } from '../lib/didox/servers.ts';
import { fittingActions } from '../lib/didox/statuses.ts';
import { subjectOf } from '../lib/didox/target.ts';
import type { BatchItemView, BatchView } from '../lib/messages/views.ts';
import type { BatchItem, BatchRecord } from '../lib/signing/batch-record.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Journal } from '../lib/signing/ports.ts';
import type { Database } from '../lib/store/database.ts';
import type { Didox } from './didox.ts';
import { failureOf } from './failures.ts';
import type { Inbox } from './inbox.ts';
import { documentJob, sha256 } from './jobs.ts';
import type { KeyRing } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';

export interface Batches {
  prepare(documents: readonly { owner: string; documentId: string; outgoing: boolean }[]): Promise<string>;
  start(batchId: string): Promise<void>;
  control(batchId: string, command: 'pause' | 'resume' | 'stop' | 'retry-failed'): Promise<void>;
  get(batchId: string | null): Promise<BatchView | null>;
  /** Goes on with what a dead worker left running. */
  rebirth(): Promise<void>;
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

const Target = z.object({
  server: z.enum(['production', 'test', 'old-test']),
  owner: z.string(),
  documentId: z.string(),
  outgoing: z.boolean(),
});

/** How many documents are fetched, stamped and submitted at once while the module signs one after another. */
const AT_ONCE = 8;
/** A failure of this kind would meet every further document too: the batch pauses instead of failing them all. */
const STOPS_ALL =
  /^(module-(not-running|hung|busy|dropped)|origin-refused|certificate-not-trusted|network-gone|pin-blocked|wrong-password|key-file-gone|disk-gone|account-blocked|partner-token)/;

/**
 * Many documents, one consent: all were shown, then one click. Documents of several companies become one part per key,
 * in sequence; the key cannot change within a batch. What is signed must have the digest that was shown.
 */
export function createBatches(ports: BatchPorts): Batches {
  const { platform, engine } = ports;
  const now = () => platform.timer.now();
  const live = new Map<string, BatchRecord>();
  const ready = new Map<string, PreparedDocument>();
  const running = new Set<string>();
  let writing: Promise<unknown> = Promise.resolve();

  const load = async (id: string): Promise<BatchRecord> => {
    const batch = live.get(id) ?? (await (await ports.database()).get('batches', id));
    if (!batch) throw new FlowError(failure('stale-view'));
    live.set(id, batch);
    return batch;
  };
  const save = (batch: BatchRecord): Promise<void> => {
    live.set(batch.id, batch);
    const write = async () => {
      await (await ports.database()).put('batches', live.get(batch.id) ?? batch);
      platform.announce({ changed: 'batch', id: batch.id });
    };
    writing = writing.then(write, write);
    return writing as Promise<void>;
  };
  /** Reads and writes without a pause in between: two documents that end at once must not overwrite each other. */
  const update = async (id: string, edit: (batch: BatchRecord) => BatchRecord): Promise<void> => {
    const loaded = await load(id);
    await save(edit(live.get(id) ?? loaded));
  };
  const change = (id: string, with_: Partial<BatchRecord>) => update(id, batch => ({ ...batch, ...with_ }));
  const changeItem = (id: string, at: number, with_: Partial<BatchItem>) =>
    update(id, batch => ({
      ...batch,
      items: batch.items.map((item, index) => (index === at ? { ...item, ...with_ } : item)),
    }));
  const readyKey = (id: string, at: number) => `${id}#${at}`;

  async function prepareItem(id: string, at: number): Promise<void> {
    const item = (await load(id)).items[at];
    if (!item) return;
    try {
      const prepared = await fetchItem(item);
      ready.set(readyKey(id, at), prepared);
      await changeItem(id, at, {
        title: prepared.read.number ?? prepared.document.name,
        facts: prepared.facts,
        sha256: prepared.content ? await sha256(prepared.content.bytes) : null,
      });
    } catch (error) {
      await changeItem(id, at, { state: 'skipped', failure: failureOf(error) });
    }
  }

  async function fetchItem(item: BatchItem): Promise<PreparedDocument> {
    const target = Target.parse(item.target);
    const document = await ports.didox.service.document(target);
    const action = fittingActions(document).actions[0];
    if (action !== 'sign' && action !== 'accept') throw new FlowError(failure('wrong-status'));
    const row = ports.inbox.row(target.owner, target.documentId);
    return prepareDocument(ports.preparePorts(), document, action, row ? claimsOf(row) : null);
  }

  async function signItem(id: string, at: number): Promise<void> {
    const batch = await load(id);
    const item = batch.items[at];
    if (item?.state !== 'waiting') return;
    const target = Target.parse(item.target);
    await changeItem(id, at, { state: 'working', failure: null });
    try {
      const account = await ports.didox.session.account(target.server, item.owner);
      if (!account) throw new FlowError(failure('session-expired'));
      const keyId = batch.keys[item.owner];
      const { candidates } = await ports.keys.forOwner(item.owner);
      const key = candidates.find(candidate => candidate.id === keyId);
      if (!key) throw new FlowError(failure('no-key-for-company'));
      const prepared = ready.get(readyKey(id, at)) ?? (await fetchItem(item));
      const job = await documentJob(prepared, account, key, {
        server: target.server,
        batchId: id,
        now: now(),
        id: crypto.randomUUID(),
      });
      // A reborn worker fetched the document anew: it must still be the one that was shown.
      if (job.record.sha256 !== item.sha256) throw new FlowError(failure('document-changed'));
      const earlier = item.jobId ? await ports.journal.get(item.jobId) : undefined;
      let started: JobRecord;
      if (earlier && earlier.state.step !== 'done' && earlier.open === 0) {
        await engine.retry(earlier.id);
        started = earlier;
      } else {
        started = await engine.start(job.record, {
          ...(job.content ? { content: job.content } : {}),
          theirs: job.theirs,
        });
        await changeItem(id, at, { jobId: started.id });
      }
      await settle(id, at, await engine.settled(started.id));
      ready.delete(readyKey(id, at));
    } catch (error) {
      await fail(id, at, error);
    }
  }

  async function settle(id: string, at: number, job: JobRecord): Promise<void> {
    if (job.state.step === 'done') await changeItem(id, at, { state: 'done', failure: null });
    else if (job.state.step === 'cancelled') {
      // Cancelling the password window means "not now": the rest waits for a decision.
      await changeItem(id, at, { state: 'cancelled' });
      if ((await load(id)).state === 'running') await change(id, { state: 'paused' });
    } else
      await fail(
        id,
        at,
        new FlowError(job.state.step === 'failed' ? job.state.failure : failure('unexpected')),
      );
  }

  async function fail(id: string, at: number, error: unknown): Promise<void> {
    const reason = failureOf(error);
    await changeItem(id, at, { state: 'failed', failure: reason });
    if (STOPS_ALL.test(reason.code) && (await load(id)).state === 'running')
      await change(id, { state: 'paused' });
  }

  async function run(id: string): Promise<void> {
    if (running.has(id)) return;
    running.add(id);
    const release = platform.wake.hold();
    try {
      const owners = [...new Set((await load(id)).items.map(item => item.owner))];
      for (const owner of owners) await runPart(id, owner);
      const batch = await load(id);
      if (batch.state === 'running') await change(id, { state: 'finished' });
    } finally {
      release();
      running.delete(id);
    }
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
      const items = documents.map((document): BatchItem => {
        const row = ports.inbox.row(document.owner, document.documentId);
        const target = { server: server satisfies DidoxServer, ...document };
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
      await save({ id, state: 'preparing', createdAt: now(), startedAt: null, keys: {}, items });
      void prepareAll(id).catch(() => undefined);
      return id;
    },
    async start(id) {
      const batch = await load(id);
      if (batch.state !== 'ready') return;
      const keys: Record<string, string> = {};
      for (const owner of new Set(
        batch.items.filter(item => item.state === 'waiting').map(item => item.owner),
      )) {
        const { settled, candidates, unusable } = await ports.keys.forOwner(owner);
        const key = settled ?? candidates[0];
        if (!key) throw new FlowError(unusable ?? failure('no-key-for-company'));
        keys[owner] = key.id;
      }
      await change(id, { keys, startedAt: now() });
      await go(id);
    },
    async control(id, command) {
      const batch = await load(id);
      if (command === 'pause' && batch.state === 'running') await change(id, { state: 'paused' });
      if (command === 'resume' && batch.state === 'paused') {
        await save({
          ...batch,
          items: batch.items.map(item => (item.state === 'cancelled' ? { ...item, state: 'waiting' } : item)),
        });
        await go(id);
      }
      if (command === 'stop') {
        await save({
          ...batch,
          state: 'stopped',
          items: batch.items.map(item => (item.state === 'waiting' ? { ...item, state: 'cancelled' } : item)),
        });
        for (const item of batch.items)
          if (item.state === 'working' && item.jobId) await engine.cancel(item.jobId);
      }
      if (command === 'retry-failed' && batch.state !== 'running') {
        await save({
          ...batch,
          items: batch.items.map(item =>
            item.state === 'failed' || item.state === 'cancelled'
              ? { ...item, state: 'waiting', failure: null }
              : item,
          ),
        });
        await go(id);
      }
    },
    async get(id) {
      const batch = id === null ? await latest() : await load(id).catch(() => null);
      return batch ? await viewOf(batch) : null;
    },
    async rebirth() {
      for (const batch of await (await ports.database()).getAll('batches')) {
        if (batch.state === 'preparing') await prepareAll(batch.id);
        if (batch.state !== 'running' || running.has(batch.id)) continue;
        live.set(batch.id, batch);
        void adopt(batch).catch(() => undefined);
      }
    },
  };

  /** Jobs under way are the engine's; their items wait for them, the others go on. */
  async function adopt(batch: BatchRecord): Promise<void> {
    await Promise.all(
      batch.items.map(async (item, at) => {
        if (item.state !== 'working') return;
        const job = item.jobId ? await ports.journal.get(item.jobId) : undefined;
        if (job) void engine.settled(job.id).then(ended => settle(batch.id, at, ended));
        else await changeItem(batch.id, at, { state: 'waiting' });
      }),
    );
    await run(batch.id);
  }

  async function prepareAll(id: string): Promise<void> {
    const batch = await load(id);
    const queue = batch.items.map((_, at) => at);
    const lane = async () => {
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) await prepareItem(id, at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await change(id, { state: 'ready' });
  }

  async function latest(): Promise<BatchRecord | null> {
    const all = await (await ports.database()).getAll('batches');
    const recent = all.sort((a, b) => b.createdAt - a.createdAt)[0];
    return recent && recent.state !== 'finished' && recent.state !== 'stopped'
      ? (live.get(recent.id) ?? recent)
      : null;
  }

  async function viewOf(batch: BatchRecord): Promise<BatchView> {
    const items = await Promise.all(
      batch.items.map(async (item): Promise<BatchItemView> => {
        const job = item.jobId && item.state === 'working' ? await ports.journal.get(item.jobId) : undefined;
        return {
          owner: item.owner,
          documentId: Target.parse(item.target).documentId,
          title: item.title,
          subtitle: item.facts.find(fact => fact.label === 'counterparty')?.value ?? '',
          facts: item.facts,
          state: item.state,
          step: job?.state.step ?? null,
          error: item.failure,
          jobId: item.jobId,
        };
      }),
    );
    const done = items.filter(item => item.state === 'done').length;
    const ended = items.filter(
      item => item.state !== 'waiting' && item.state !== 'working' && item.state !== 'skipped',
    ).length;
    const keys = await Promise.all(
      [...new Set(batch.items.map(item => item.owner))].map(async owner => {
        const { settled, candidates } = await ports.keys.forOwner(owner);
        const key = settled ?? candidates[0];
        return {
          owner,
          label: key ? (key.organization ?? key.holder) : owner,
          count: batch.items.filter(item => item.owner === owner && item.state !== 'skipped').length,
        };
      }),
    );
    return {
      id: batch.id,
      state: batch.state,
      items,
      keys,
      startedAt: batch.startedAt,
      msPerItem: batch.startedAt !== null && ended > 0 ? (now() - batch.startedAt) / ended : null,
      done,
      failed: items.filter(item => item.state === 'failed').length,
    };
  }
}
