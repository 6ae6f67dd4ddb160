import type { BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import type { Watchdog } from '../watchdog.ts';
import type { BatchBook } from './batch-book.ts';
import type { BatchItems } from './batch-items.ts';
import { goesOn, isBlocked } from './batch-obstacles.ts';
import type { BatchOutcomes } from './batch-outcomes.ts';
import type { Patience } from './batch-patience.ts';

/** How many documents are fetched, stamped and submitted at once while the module signs one after another. */
export const AT_ONCE = 8;

export interface BatchRun {
  /** Works off whatever waits, until all is over, or the batch is paused or stopped. One run per batch. */
  run(id: string): Promise<void>;
}

export interface BatchRunPorts {
  readonly engine: Engine;
  readonly book: BatchBook;
  readonly items: BatchItems;
  readonly outcomes: BatchOutcomes;
  readonly patience: Patience;
  readonly watchdog: Watchdog;
  readonly now: () => number;
}

/** A pipeline: the module signs one document while the others are fetched, stamped and submitted. */
export function createBatchRun(ports: BatchRunPorts): BatchRun {
  const { engine, items, patience, book, outcomes } = ports;
  const { load, change, changeItem, update } = book;
  const running = new Set<string>();

  /** True when a signature was made: then the key is open. */
  async function signItem(id: string, at: number): Promise<boolean> {
    const item = (await load(id)).items[at];
    if (item?.state !== 'waiting') return false;
    await changeItem(id, at, { state: 'working', failure: null });
    try {
      const job = await items.job(id, at, item);
      // A pause or stop that came while the job was being made finds no job to call back: it is heeded here.
      const { state } = await load(id);
      // What a tab or another batch began is theirs to stop.
      if (state === 'stopped' && job.batchId === id) await engine.cancel(job.id);
      else await outcomes.recall(id);
      const ended = await engine.settled(job.id);
      await outcomes.settle(id, at, ended);
      items.over(id, at);
      return ended.blobs.created !== undefined;
    } catch (error) {
      await outcomes.fail(id, at, error);
      return false;
    }
  }

  async function run(id: string): Promise<void> {
    if (running.has(id)) return;
    running.add(id);
    const release = ports.watchdog.hold();
    try {
      for (;;) {
        const owners = [...new Set((await load(id)).items.map(item => item.owner))];
        for (const owner of owners) await runPart(id, owner);
        const batch = await load(id);
        // A batch resumed while its last documents came to an end has more to do. No pause before the finally: a
        // resume either finds this run still looking, or starts a new one.
        if (!batch.items.some(item => item.state === 'waiting' && goesOn(batch, item.owner))) break;
      }
    } catch {
      // Its own state cannot be written. Whoever looks sees it stand still, not run for ever.
      const batch = book.now(id);
      if (batch) book.set({ ...batch, state: 'paused' });
    } finally {
      release();
      running.delete(id);
    }
    const batch = await load(id);
    const over = !batch.items.some(item => item.state === 'waiting' || item.state === 'working');
    const active = batch.state === 'running' || batch.state === 'paused';
    if (active && over) await change(id, { state: 'finished' });
    else if (isHeldUp(batch)) await update(id, now => (isHeldUp(now) ? { ...now, state: 'paused' } : now));
  }

  async function runPart(id: string, owner: string): Promise<void> {
    const queue = (await load(id)).items.flatMap((item, at) =>
      item.owner === owner && item.state === 'waiting' ? [at] : [],
    );
    const next = async () => {
      await patience.calm();
      return goesOn(await load(id), owner) ? queue.shift() : undefined;
    };
    // One at a time until the key has signed: one password serves all, and a wrong one is not asked for eight times.
    let open = false;
    while (!open) {
      const at = await next();
      if (at === undefined) return;
      open = await signItem(id, at);
    }
    // From here on nobody is waited for: the time left is reckoned from now.
    void update(id, batch => ({ ...batch, pace: { since: ports.now(), ended: endedIn(batch) } })).catch(
      () => undefined,
    );
    const lane = async () => {
      for (let at = await next(); at !== undefined; at = await next()) await signItem(id, at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  return { run };
}

/** Only documents of companies that are blocked are left: now somebody has to put that right. */
function isHeldUp(batch: BatchRecord): boolean {
  return (
    batch.state === 'running' &&
    !batch.items.some(
      ({ state, owner }) => state === 'working' || (state === 'waiting' && !isBlocked(batch, owner)),
    )
  );
}

/** Documents that took their time: done, failed or cancelled, not those that were left out. */
export function endedIn({ items }: BatchRecord): number {
  return items.filter(({ state }) => state === 'done' || state === 'failed').length;
}
