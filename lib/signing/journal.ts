import type { Receipt } from '../receipts/receipt.ts';
import type { Database } from '../store/database.ts';
import { FlowError, failure } from './failure.ts';
import { FINAL_STEPS, type JobRecord } from './job.ts';
import type { Journal } from './ports.ts';

/** The journal in the one database. A full disk is named (`storage-full`), not swallowed: nothing goes on unwritten. */
export function createJournal(database: () => Promise<Database>, now: () => number): Journal {
  const guarded = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    try {
      return await work(await database());
    } catch (cause) {
      throw new FlowError(storageFailure(cause), { cause });
    }
  };
  const close = (job: JobRecord): JobRecord => ({
    ...job,
    open: FINAL_STEPS.has(job.state.step) ? 0 : 1,
    updatedAt: now(),
  });

  return {
    get: id => guarded(db => db.get('jobs', id)),
    put: (job, options) =>
      guarded(async db => {
        const transaction = db.transaction('jobs', 'readwrite', {
          durability: options?.durable ? 'strict' : 'relaxed',
        });
        await Promise.all([transaction.store.put(close(job)), transaction.done]);
      }),
    open: () => guarded(db => db.getAllFromIndex('jobs', 'open', 1)),
    bySubject: subject => guarded(db => db.getAllFromIndex('jobs', 'subject', subject)),
    blob: id => guarded(async db => (await db.get('blobs', id))?.bytes),
    putBlob: (job, role, bytes) =>
      guarded(async db => {
        const id = `${job.id}.${role}`;
        const updated = close({ ...job, blobs: { ...job.blobs, [role]: id } });
        const transaction = db.transaction(['jobs', 'blobs'], 'readwrite', { durability: 'strict' });
        await Promise.all([
          transaction.objectStore('blobs').put({
            id,
            owner: `job:${job.id}`,
            bytes,
            name: role,
            type: 'application/octet-stream',
            createdAt: now(),
            complete: true,
          }),
          transaction.objectStore('jobs').put(updated),
          transaction.done,
        ]);
        return updated;
      }),
    finish: (job, receipt: Receipt | null) =>
      guarded(async db => {
        const transaction = db.transaction(['jobs', 'receipts'], 'readwrite', { durability: 'strict' });
        await Promise.all([
          transaction.objectStore('jobs').put(close(job)),
          receipt ? transaction.objectStore('receipts').put(receipt) : undefined,
          transaction.done,
        ]);
      }),
  };
}

export function storageFailure(cause: unknown) {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'QuotaExceededError') return failure('storage-full');
  if (name === 'VersionError') return failure('storage-newer');
  return failure('storage-broken', cause instanceof Error ? cause.message : null);
}
