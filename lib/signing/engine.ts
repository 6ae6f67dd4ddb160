import { FlowError, failure } from './failure.ts';
import { isUnclear, type JobRecord, type JobState } from './job.ts';
import type { JobBytes } from './ports.ts';
import { createRenewal, type InSession, withoutRenewal } from './renewal.ts';
import { reusableBlobs } from './reusable.ts';
import { INTERRUPTED } from './settle.ts';
import { asksFirst, createWalk, LARGE_CONTENT, type Life, type WalkPorts } from './walk.ts';

export interface EnginePorts extends WalkPorts {
  /** Whether a job of a batch is still wanted by a reborn worker: its batch was not stopped meanwhile. */
  readonly stillWanted: (job: JobRecord) => Promise<boolean>;
}

export interface Engine {
  /**
   * Starts a job, or returns the open one of the same subject: two tabs and a batch share one job. Where the very same was
   * submitted before and nobody knows how that ended, returns that ended job: only `retry` goes on with it. Resolves when
   * the job is in the journal, not when it is done.
   */
  start(job: JobRecord, bytes: JobBytes): Promise<JobRecord>;
  /** Takes up what a dead worker left behind. */
  rebirth(): Promise<void>;
  /** Tries an ended job again. Resolves to the job that is now under way for its subject; null when none is. */
  retry(jobId: string): Promise<JobRecord | null>;
  /** Resolves when the job has ended, or when it is too late: what may have been sent goes on to a clear end. */
  cancel(jobId: string): Promise<void>;
  /** Resolves when the job is final. */
  settled(jobId: string): Promise<JobRecord>;
  readonly running: ReadonlySet<string>;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<JobRecord>;
  readonly batchId: string | null;
  readonly inSession: InSession;
  committed: boolean;
}

/** One life of a job, as it begins. */
interface Beginning extends Partial<Pick<Life, 'mandate' | 'fresh'>> {
  /** Whether somebody has just asked for it. */
  readonly attended: boolean;
}

/** Keeps the jobs: which are under way in this worker, one per subject, and what becomes of those it was born to. */
export function createEngine(ports: EnginePorts): Engine {
  const { journal } = ports;
  const walk = createWalk(ports);
  const running = new Map<string, Running>();
  /** Everything that decides whether a job begins goes in sequence, so that two clicks cannot both find no open job. */
  let deciding: Promise<unknown> = Promise.resolve();
  const inSequence = <T>(decide: () => Promise<T>): Promise<T> => {
    const result = deciding.then(decide, decide);
    deciding = result.catch(() => undefined);
    return result;
  };

  /** The jobs of a batch were asked for with one word: a sign-in that was refused to one of them is refused to all. */
  function sessionFor({ batchId }: JobRecord, attended: boolean): InSession {
    if (!attended) return withoutRenewal;
    const same = [...running.values()].find(
      other => batchId !== null && other.batchId === batchId && other.inSession !== withoutRenewal,
    );
    return same?.inSession ?? createRenewal();
  }

  function launch(job: JobRecord, { mandate = 'proof', fresh, attended }: Beginning): Promise<JobRecord> {
    const jobId = job.id;
    const already = running.get(jobId);
    if (already) return already.done;
    const inSession = sessionFor(job, attended);
    const abort = new AbortController();
    const commit = () => {
      const current = running.get(jobId);
      if (current) current.committed = true;
    };
    const done = walk(jobId, { signal: abort.signal, commit, mandate, fresh, inSession }).finally(() =>
      running.delete(jobId),
    );
    running.set(jobId, { abort, done, batchId: job.batchId, inSession, committed: false });
    // A failure to write the failure itself (storage gone) must not become an unhandled rejection in the worker.
    done.catch(() => undefined);
    return done;
  }

  async function end(job: JobRecord, step: 'cancelled' | 'interrupted'): Promise<void> {
    ports.announce(await journal.finish({ ...job, state: { step } }, null));
  }

  const repeatOf = (job: JobRecord) => ports.destination(job).repeat ?? 'when-proved';

  /** What a dead worker left: see `JobState` for what each step proves. */
  async function takeUp(job: JobRecord, attended = false): Promise<void> {
    const maySent = mayBeSent(job);
    // A batch was consented to as a whole, with these very bytes; a single click was not meant for later.
    // A signature that was made goes on to its end, but for one that only a person repeats: nobody signs in unasked.
    const signed = () =>
      job.blobs.created !== undefined && !asksFirst(job.state) && repeatOf(job) !== 'by-person';
    const wanted = job.batchId === null ? maySent || signed() : await ports.stillWanted(job);
    if (wanted || maySent) void launch(job, { mandate: wanted ? 'proof' : 'nobody', attended });
    else await end(job, job.batchId === null ? 'interrupted' : 'cancelled');
  }

  return {
    get running() {
      return new Set(running.keys());
    },
    start: (job, bytes) =>
      inSequence(async () => {
        const others = await journal.bySubject(job.subject);
        for (const other of others) {
          if (other.open === 0) continue;
          if (running.has(other.id)) return other;
          // Left by a dead worker, and this click comes before the rebirth.
          await takeUp(other, true);
          if (running.has(other.id)) return other;
        }
        const unclear = unclearBefore(job, others);
        if (unclear && repeatOf(job) === 'when-proved') {
          ports.announce(unclear);
          return unclear;
        }
        const written = await journal.create(job, bytes);
        ports.announce(written);
        // What is large is read again when its turn comes.
        const kept = written.size > LARGE_CONTENT ? {} : bytes;
        void launch(written, { fresh: { job: written, bytes: kept }, attended: true });
        return written;
      }),
    rebirth: () =>
      inSequence(async () => {
        for (const job of await journal.open()) {
          // One that cannot be read or written stays open for the next start; it must not leave the others behind.
          if (!running.has(job.id)) await takeUp(job).catch(() => undefined);
        }
      }),
    retry: jobId =>
      inSequence(async () => {
        const asked = await journal.get(jobId);
        if (!asked || asked.state.step === 'done') return null;
        const all = await journal.bySubject(asked.subject);
        const open = asked.open === 1 ? asked : all.find(other => other.open === 1);
        if (open) {
          void launch(open, { attended: true });
          return open;
        }
        const proves = repeatOf(asked) === 'when-proved';
        // Where the very same has an unclear end, that one goes on: no second signature is made beside it.
        const job = (proves && !isUnclear(asked) && unclearBefore(asked, all)) || asked;
        // Another job of the same document may have done it meanwhile.
        const overtaken = all.some(
          other => other.id !== job.id && mayHaveHadEffect(other) && other.updatedAt >= job.updatedAt,
        );
        const again = await journal.put({
          ...job,
          blobs: reusableBlobs(job),
          doubted: isUnclear(job) && proves,
          state: doubtOf(job) ?? { step: 'queued', askFirst: overtaken },
        });
        ports.announce(again);
        void launch(again, { mandate: 'person', attended: true });
        return again;
      }),
    async cancel(jobId) {
      const current = running.get(jobId);
      if (current) {
        current.abort.abort();
        if (!current.committed) await current.done.catch(() => undefined);
        return;
      }
      await inSequence(async () => {
        const job = await journal.get(jobId);
        if (job?.open !== 1 || running.has(jobId)) return;
        if (mayBeSent(job)) void launch(job, { mandate: 'nobody', attended: false });
        else await end(job, 'cancelled');
      });
    },
    async settled(jobId) {
      const current = running.get(jobId);
      if (current) return current.done;
      const job = await journal.get(jobId);
      if (!job) throw new FlowError(failure('storage-broken', 'job is missing'));
      return job;
    },
  };
}

/** The same done before with an end that nobody knows, unless the document was seen done since. */
function unclearBefore(job: JobRecord, others: readonly JobRecord[]): JobRecord | undefined {
  const done = others.filter(({ state }) => state.step === 'done').map(({ updatedAt }) => updatedAt);
  return others.find(
    other =>
      isUnclear(other) &&
      other.action === job.action &&
      other.sha256 === job.sha256 &&
      done.every(at => at < other.updatedAt),
  );
}

/** What is asked before an unclear end is tried again. Its last failure may be another's than the submission's: no proof. */
function doubtOf({ state }: JobRecord): JobState | null {
  if (state.step !== 'failed' || state.sent === 'no') return null;
  return { step: 'asking', because: { ...state.failure, code: INTERRUPTED.code } };
}

function mayBeSent({ state, doubted }: JobRecord): boolean {
  return doubted === true || state.step === 'submitting' || state.step === 'asking';
}

function mayHaveHadEffect(job: JobRecord): boolean {
  return job.state.step === 'done' || isUnclear(job);
}
