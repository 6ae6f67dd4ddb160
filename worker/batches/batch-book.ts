import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { Database } from '../../lib/store/database.ts';

/** The batches of this life and of earlier ones: what is read is the newest, what is written is never overwritten. */
export interface BatchBook {
  /** Throws `stale-view` when there is no such batch. */
  load(id: string): Promise<BatchRecord>;
  /** As it is in memory now; undefined when nobody has loaded it. */
  now(id: string): BatchRecord | undefined;
  /** In memory only: for a batch that cannot be written. */
  set(batch: BatchRecord): void;
  save(batch: BatchRecord): Promise<void>;
  /** Reads and writes without a pause in between. */
  update(id: string, edit: (batch: BatchRecord) => BatchRecord): Promise<void>;
  change(id: string, with_: Partial<BatchRecord>): Promise<void>;
  changeItem(id: string, at: number, with_: Partial<BatchItem>): Promise<void>;
  all(): Promise<BatchRecord[]>;
  /**
   * None of all that are known is written from now on, whatever goes on with them in memory.
   * @returns the ids of those in memory, once what was being written is
   */
  disown(): Promise<string[]>;
}

export function createBatchBook(
  database: () => Promise<Database>,
  announce: (id: string) => void,
): BatchBook {
  const live = new Map<string, BatchRecord>();
  const queued = new Map<string, Promise<void>>();
  const disowned = new Set<string>();
  let writing: Promise<unknown> = Promise.resolve();

  const load = async (id: string): Promise<BatchRecord> => {
    const stored = live.get(id) ?? (await (await database()).get('batches', id));
    // Somebody else may have loaded and changed it meanwhile.
    const batch = live.get(id) ?? stored;
    if (!batch) throw new FlowError(failure('stale-view'));
    live.set(id, batch);
    return batch;
  };
  const save = (batch: BatchRecord): Promise<void> => {
    live.set(batch.id, batch);
    // A write that has not begun yet takes this change along: a hundred documents end within seconds.
    const waiting = queued.get(batch.id);
    if (waiting) return waiting;
    const write = async () => {
      queued.delete(batch.id);
      if (disowned.has(batch.id)) return;
      await (await database()).put('batches', live.get(batch.id) ?? batch);
      announce(batch.id);
    };
    const done = writing.then(write, write);
    queued.set(batch.id, done);
    writing = done;
    return done;
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
  return {
    load,
    now: id => live.get(id),
    set: batch => void live.set(batch.id, batch),
    save,
    update,
    change,
    changeItem,
    async disown() {
      const stored = await (await database()).getAllKeys('batches');
      for (const id of [...live.keys(), ...stored]) disowned.add(id);
      await writing.catch(() => undefined);
      return [...live.keys()];
    },
    all: async () => (await (await database()).getAll('batches')).map(batch => live.get(batch.id) ?? batch),
  };
}
