import type { JobRecord, JobState } from './job.ts';
import { blobId } from './journal.ts';
import type { JobBytes, Journal } from './ports.ts';

type Role = keyof JobRecord['blobs'];

/** What one life of a job writes and remembers. */
export interface Pen {
  /**
   * Notes a step without an effect: its write only begins, and the step does not wait for it. A later life may find the
   * step before; it takes that one again, or says that nothing was sent, and both are true. Before anything is kept or
   * submitted all notes are down. (Transactions on one store run in their order, so a later write proves the earlier ones.)
   */
  note(job: JobRecord, state: JobState): JobRecord;
  /** Writes a state and waits for it; `durable`: until it is on the disk. */
  enter(job: JobRecord, state: JobState, durable: boolean): Promise<JobRecord>;
  /** Keeps bytes with the job, in the same way: a signature that is lost before it was sent is one that was never made. */
  keep(job: JobRecord, role: Role, bytes: Uint8Array): JobRecord;
  /** Bytes of the job: remembered, or from the journal. */
  bytes(job: JobRecord, role: Role): Promise<Uint8Array | undefined>;
}

export interface PenPorts {
  readonly journal: Journal;
  readonly now: () => number;
  readonly announce: (job: JobRecord) => void;
}

export function createPen({ journal, now, announce }: PenPorts, given: JobBytes = {}): Pen {
  const remembered = new Map<Role, Uint8Array>();
  if (given.content) remembered.set('content', given.content);
  if (given.theirs) remembered.set('theirs', given.theirs);
  let noted: Promise<unknown> = Promise.resolve();
  const begin = (writing: Promise<unknown>) => {
    noted = Promise.all([noted, writing]);
    // Whoever waits next hears of a failure; until then it must not count as unhandled.
    noted.catch(() => undefined);
  };

  return {
    note(job, state) {
      const next: JobRecord = { ...job, state, open: 1, updatedAt: now() };
      begin(journal.put(next));
      announce(next);
      return next;
    },
    async enter(job, state, durable) {
      const writing = journal.put({ ...job, state }, { durable });
      writing.catch(() => undefined);
      try {
        await noted;
      } catch (error) {
        // What came before is not down, so this step is not taken, and must not stand there as if it had been.
        await writing.then(() => journal.put(job)).catch(() => undefined);
        throw error;
      }
      const next = await writing;
      announce(next);
      return next;
    },
    keep(job, role, bytes) {
      remembered.set(role, bytes);
      begin(journal.putBlob(job, role, bytes));
      return { ...job, blobs: { ...job.blobs, [role]: blobId(job, role) } };
    },
    async bytes(job, role) {
      const known = remembered.get(role);
      if (known) return known;
      const id = job.blobs[role];
      return id ? journal.blob(id) : undefined;
    },
  };
}
