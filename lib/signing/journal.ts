import type { Receipt } from '../receipts/receipt.ts';
import type { Database } from '../store/database.ts';
import { storageCode } from '../store/storage-code.ts';
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

  const write = (job: JobRecord, parts: Partial<Record<keyof JobRecord['blobs'], Uint8Array | undefined>>) =>
    guarded(async db => {
      const given = Object.entries(parts).flatMap(([role, bytes]) => {
        const name = role as keyof JobRecord['blobs'];
        return bytes ? [{ name, bytes, id: blobId(job, name) }] : [];
      });
      const updated = close({
        ...job,
        blobs: { ...job.blobs, ...Object.fromEntries(given.map(({ name, id }) => [name, id])) },
      });
      // Relaxed: the one flush to disk is that of `submitting`, which takes everything before it along.
      const transaction = db.transaction(['jobs', 'blobs'], 'readwrite', { durability: 'relaxed' });
      await Promise.all([
        ...given.map(({ id, name, bytes }) =>
          transaction.objectStore('blobs').put({
            id,
            owner: `job:${job.id}`,
            bytes,
            name,
            type: 'application/octet-stream',
            createdAt: now(),
            complete: true,
          }),
        ),
        transaction.objectStore('jobs').put(updated),
        transaction.done,
      ]);
      return updated;
    });

  return {
    get: id => guarded(db => db.get('jobs', id)),
    put: (job, options) =>
      guarded(async db => {
        const transaction = db.transaction('jobs', 'readwrite', {
          durability: options?.durable ? 'strict' : 'relaxed',
        });
        const written = close(job);
        await Promise.all([transaction.store.put(written), transaction.done]);
        return written;
      }),
    open: () => guarded(db => db.getAllFromIndex('jobs', 'open', 1)),
    bySubject: subject => guarded(db => db.getAllFromIndex('jobs', 'subject', subject)),
    blob: id => guarded(async db => (await db.get('blobs', id))?.bytes),
    create: (job, { content, theirs }) => write(job, { content, theirs }),
    putBlob: (job, role, bytes) => write(job, { [role]: bytes }),
    finish: (job, receipt: Receipt | null) =>
      guarded(async db => {
        // Relaxed: lost with the power, it is asked for again; `submitting` is on the disk.
        const transaction = db.transaction(['jobs', 'receipts'], 'readwrite', { durability: 'relaxed' });
        const written = close(job);
        await Promise.all([
          transaction.objectStore('jobs').put(written),
          receipt ? transaction.objectStore('receipts').put(receipt) : undefined,
          transaction.done,
        ]);
        return written;
      }),
  };
}

/** Where a job's bytes lie. A signature made anew lies beside the one that failed the gate, which is kept for the report. */
export function blobId(job: JobRecord, role: keyof JobRecord['blobs']): string {
  const anew = job.signings > 1 && role !== 'content' && role !== 'theirs';
  return `${job.id}.${role}${anew ? `.${job.signings}` : ''}`;
}

export function storageFailure(cause: unknown) {
  // Named where it happened: another context holds an older version.
  if (cause instanceof FlowError) return cause.failure;
  const code = storageCode(cause) ?? 'storage-broken';
  return failure(code, cause instanceof Error ? cause.message : null);
}
