import { toBase64 } from '../bytes/base64.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { decodeBase64 } from './base64.ts';
import { type Failure, FlowError, failure, withEvidence } from './failure.ts';
import { FINAL_STEPS, type JobRecord, type JobState } from './job.ts';
import { createLook } from './look.ts';
import { createPen, type Pen } from './pen.ts';
import type {
  Accepted,
  CreatedSignature,
  Destination,
  GatePort,
  JobBytes,
  Journal,
  ModulePort,
} from './ports.ts';
import { buildReceipt } from './receipt-of.ts';
import type { InSession } from './renewal.ts';
import { refusedBlob } from './reusable.ts';
import {
  INTERRUPTED,
  type InquiryPorts,
  LONGEST_WAIT_MS,
  type Mandate,
  NOT_LOOKED_AT,
  NOTHING_TOLD,
  PERHAPS_OURS,
  type Settlement,
  settleEarlier,
  settleSubmission,
} from './settle.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface WalkPorts {
  readonly journal: Journal;
  readonly module: ModulePort;
  readonly gate: GatePort;
  readonly destination: (job: JobRecord) => Destination;
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told after every journal write: somebody may be looking. */
  readonly announce: (job: JobRecord) => void;
}

/** One life of a job under way. */
export interface Life {
  readonly signal: AbortSignal;
  /** Called before anything that may have an effect at the service: from here on a cancel comes too late. */
  readonly commit: () => void;
  /** On whose word it may submit what an earlier life submitted, or may have. */
  readonly mandate: Mandate;
  /** How it comes by a live session: renewed on the word of a person who has just asked for this life, or not at all. */
  readonly inSession: InSession;
  /** What was just written: read again only by a later life. */
  readonly fresh?: { readonly job: JobRecord; readonly bytes: JobBytes } | undefined;
}

type Role = keyof JobRecord['blobs'];

/** What one life has found out beyond what the journal says. */
interface Known {
  /** Whatever was submitted is proved not to have been looked at, and nothing has been submitted since. */
  unsent: boolean;
  /** A submission of this life has begun, whatever the journal can still say of it. */
  begun: boolean;
}

/** Contents above this are in memory one at a time: the bytes, their base64, the answer. Many files may be signed at once. */
export const LARGE_CONTENT = 2 ** 20;

/** How often a harmless step (stamp, join, a look) is tried when the network or the service fails; waits in between, in ms. */
const HARMLESS_RETRIES_MS = [1_000, 4_000];
const HARMLESS = new Set([
  'network-gone',
  'service-slow',
  'service-unavailable',
  'rate-limited',
  'service-malformed',
]);

/**
 * The one straight way of a job: sign, check, stamp, join, submit. A submission, and every question about one, is on the
 * disk before it begins; a step without an effect begins while its note is still being written, and no submission begins
 * before that note is down (ADR 6; see pen.ts). Nothing leaves unverified (ADR 5); whatever is
 * ambiguous is asked (ADR 6). Where it begins depends only on what the journal already holds. Resolves to the final
 * job; rejects only when the journal itself cannot be written.
 */
export function createWalk(ports: WalkPorts): (jobId: string, life: Life) => Promise<JobRecord> {
  const { journal, module, gate } = ports;
  let last: Promise<void> = Promise.resolve();
  /** One after the other; the module takes them so anyway. Who is cancelled while waiting leaves the line. */
  async function inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = last;
    const mine = Promise.withResolvers<void>();
    last = mine.promise;
    try {
      await unlessAborted(before, signal);
      return await work();
    } finally {
      void before.then(mine.resolve);
    }
  }

  /**
   * Our signature, made now or in an earlier life; in both cases it went through the gate in this one, and what it is over
   * was looked at once more, beside the other steps: nothing is sent that is not what was shown.
   */
  async function signed(job: JobRecord, pen: Pen, life: Life) {
    const { signal } = life;
    const look = createLook(() => read(job, pen, life), ports.now);
    if (job.blobs.created) void look();
    const make = () => (job.blobs.created ? recheck(job, pen) : sign(job, pen, signal, look));
    let current = await (job.size > LARGE_CONTENT ? inTurn(make, signal) : make());
    void look();
    if (current.stamp && !current.blobs.stamped) current = await stamp(current, pen, signal);
    if (ports.destination(current).joins && !current.blobs.final) current = await join(current, pen, signal);
    return { job: current, found: await unlessAborted(look(), signal) };
  }

  /** What signs nothing (a draft that is deleted) has no content to compare: whether it was done meanwhile is asked. */
  async function read(job: JobRecord, pen: Pen, life: Life): Promise<'unchanged' | 'done'> {
    const content = job.sha256 === null ? null : await bytesOf(job, 'content', pen);
    const look = async () => {
      if (content) return ports.destination(job).lookAgain?.(job, content) ?? 'unchanged';
      return (await ports.destination(job).ask(job)) === 'done' ? 'done' : 'unchanged';
    };
    return patiently(() => life.inSession(look, renewal(job)), life.signal);
  }

  /** Whether another job has done it meanwhile; of a state that proves neither nothing more is made. */
  async function doneByAnother(job: JobRecord, { inSession, signal }: Life): Promise<boolean> {
    const ask = () => inSession(() => ports.destination(job).ask(job), renewal(job));
    const outcome = await unlessAborted(patiently(ask, signal), signal);
    if (outcome === 'unknown') throw new FlowError(failure('wrong-status'));
    return outcome === 'done';
  }

  async function ready(job: JobRecord, inSession: InSession): Promise<void> {
    const destination = ports.destination(job);
    await inSession(async () => destination.ready?.(job), renewal(job));
  }

  /** The job with something to sign in it: of some the key itself is asked first what that is. */
  async function identified(job: JobRecord, pen: Pen, signal: AbortSignal): Promise<JobRecord> {
    const { identify } = ports.destination(job);
    if (!identify) return job;
    const { record, content } = await identify(pen.note(job, { step: 'unlocking' }), signal);
    return pen.keep(record, 'content', content);
  }

  const renewal = (job: JobRecord) => async () => ports.destination(job).renew?.(job);

  async function sign(
    job: JobRecord,
    pen: Pen,
    signal: AbortSignal,
    look: () => Promise<unknown>,
  ): Promise<JobRecord> {
    const { signer } = job;
    if (!signer) throw new FlowError(failure('no-key-for-company'));
    const content = await bytesOf(job, 'content', pen);
    let current = pen.note(job, { step: 'unlocking' });
    await module.unlock(signer.keyId, signal);
    signal.throwIfAborted();
    current = pen.note({ ...current, signings: current.signings + 1 }, { step: 'signing' });
    const appendTo = await ports.destination(current).appendTo?.(current);
    void look();
    const created = await module.sign(
      { keyId: signer.keyId, content64: toBase64(content), detached: job.detached, appendTo },
      signal,
    );
    // From here on the signature exists: it is kept while it is judged, so that a wrong one can be reported.
    const signatureHex = created.signatureHex.toLowerCase();
    const kept = { ...current, signatureHex, state: { step: 'checking' } } as const;
    ports.announce(kept);
    return judged(kept, 'created', decodeBase64(created.pkcs7_64), pen);
  }

  async function stamp(job: JobRecord, pen: Pen, signal: AbortSignal): Promise<JobRecord> {
    const current = pen.note(job, { step: 'stamping' });
    const created: CreatedSignature = {
      pkcs7_64: toBase64(await bytesOf(current, 'created', pen)),
      signatureHex: current.signatureHex ?? '',
    };
    const answer = await patiently(() => ports.destination(current).stamp(current, created, signal), signal);
    const stamped =
      answer.kind === 'whole'
        ? decodeBase64(answer.pkcs7_64)
        : gate.attachToken(decodeBase64(created.pkcs7_64), created.signatureHex, answer.token);
    return judged(current, 'stamped', stamped, pen);
  }

  async function join(job: JobRecord, pen: Pen, signal: AbortSignal): Promise<JobRecord> {
    const current = pen.note(job, { step: 'joining' });
    const stamped64 = toBase64(await bytesOf(current, current.blobs.stamped ? 'stamped' : 'created', pen));
    const destination = ports.destination(current);
    const joined = await patiently(
      async () => destination.join?.(current, stamped64, signal) ?? stamped64,
      signal,
    );
    return judged(current, 'final', decodeBase64(joined), pen);
  }

  /** Keeps a signature and sends it through the gate, both at once: the one is the disk's work, the other ours. */
  async function judged(job: JobRecord, role: Role, bytes: Uint8Array, pen: Pen): Promise<JobRecord> {
    const kept = pen.keep(job, role, bytes);
    return { ...kept, ...(await check(job, role, bytes, pen)) };
  }

  /** The newest signature of the job through the gate; an earlier life may have died before it was judged. */
  async function recheck(job: JobRecord, pen: Pen): Promise<JobRecord> {
    const role = newest(job) ?? 'created';
    return { ...job, ...(await check(job, role, await bytesOf(job, role, pen), pen, true)) };
  }

  async function check(job: JobRecord, role: Role, pkcs7: Uint8Array, pen: Pen, madeEarlier = false) {
    const { summary, signatureHex } = await gate.check({
      pkcs7,
      content: await bytesOf(job, 'content', pen),
      others: job.blobs.theirs !== undefined,
      detached: job.detached,
      signer: {
        serial: job.signer?.serial ?? null,
        tin: job.signer?.tin ?? null,
        pinfl: job.signer?.pinfl ?? null,
      },
      signatureHex: job.signatureHex ?? '',
      stamped: role !== 'created',
      madeEarlier,
    });
    if (role === 'final') await ports.destination(job).checkJoined?.(job, pkcs7);
    return { signature: summary, signatureHex };
  }

  async function submit(job: JobRecord, pen: Pen, life: Life, known: Known): Promise<JobRecord> {
    const destination = ports.destination(job);
    const role = newest(job);
    const final64 = role ? toBase64(await bytesOf(job, role, pen)) : null;
    const settlement = await settleSubmission({
      ...inquiry(job, pen, life.inSession),
      async begin() {
        // Somebody may have signed out meanwhile: then nothing is sent, and nothing said of it.
        await ready(job, life.inSession);
        await pen.enter(job, { step: 'submitting' }, true);
        known.unsent = false;
        known.begun = true;
      },
      again() {
        known.unsent = job.doubted !== true;
        return unlessAborted(read(job, pen, life), life.signal);
      },
      submit: () => destination.submit(job, final64),
    });
    return conclude(job, settlement);
  }

  function inquiry(job: JobRecord, pen: Pen, inSession: InSession): InquiryPorts {
    const destination = ports.destination(job);
    return {
      repeat: destination.repeat ?? 'when-proved',
      unclear: destination.unclear ?? 'ambiguous-submit',
      wait: ports.wait,
      async ask(because) {
        await pen.enter(job, { step: 'asking', because }, true);
        return inSession(() => destination.ask(job), renewal(job));
      },
    };
  }

  /**
   * "Not done" was heard of what an earlier life submitted, and the document has gone another way since: its state tells
   * whether that was our own work after all; if not, nothing of ours can take effect any more.
   */
  async function ruledOut(error: unknown, job: JobRecord, pen: Pen, life: Life, known: Known) {
    if (!(error instanceof FlowError) || !PERHAPS_OURS.has(error.failure.code)) return null;
    if (known.unsent || !unsettled(job)) return null;
    return settleEarlier(inquiry(job, pen, life.inSession), error.failure, 'nobody').catch(() => null);
  }

  async function isReplaced({ id, subject, action, sha256, createdAt }: JobRecord): Promise<boolean> {
    return (await journal.bySubject(subject)).some(
      other =>
        other.id !== id &&
        other.state.step === 'done' &&
        other.action === action &&
        other.sha256 !== sha256 &&
        other.createdAt >= createdAt,
    );
  }

  function conclude(job: JobRecord, settlement: Settlement): Promise<JobRecord> {
    if (settlement.kind === 'failed') {
      const ruledOut = settlement.sent === 'no' && PERHAPS_OURS.has(settlement.failure.code);
      const sent = job.doubted && !ruledOut ? 'unknown' : settlement.sent;
      return finish(job, failedBy({ ...settlement, sent }), null);
    }
    return succeed(job, settlement.accepted);
  }

  async function succeed(job: JobRecord, accepted: Accepted): Promise<JobRecord> {
    // "Done" is the document's state: which of two contents of ours it took, only the journal tells.
    if (accepted === NOTHING_TOLD && (await isReplaced(job)))
      return finish(
        job,
        failedBy({ kind: 'failed', failure: failure('document-changed'), sent: 'no' }),
        null,
      );
    // Another job's signature turned out to have done it: the receipt is that job's.
    const another = job.sha256 !== null && !job.blobs.created;
    const receipt = another ? null : buildReceipt(job, accepted, ports.now());
    return finish(job, { step: 'done', receiptId: receipt?.id ?? null, warning: accepted.warning }, receipt);
  }

  async function finish(job: JobRecord, state: JobState, receipt: Receipt | null): Promise<JobRecord> {
    const writing = journal.finish({ ...job, state }, receipt);
    // The service has said yes: the screen need not wait for the disk. (Whoever reads the journal now reads it afterwards.)
    if (state.step === 'done') ports.announce({ ...job, state, open: 0, updatedAt: ports.now() });
    const final = await writing;
    if (state.step !== 'done') ports.announce(final);
    return final;
  }

  async function bytesOf(job: JobRecord, role: Role, pen: Pen): Promise<Uint8Array> {
    const bytes = await pen.bytes(job, role);
    if (!bytes) throw new FlowError(failure('storage-broken', `${role} is missing`));
    return bytes;
  }

  async function patiently<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await step();
      } catch (error) {
        const pause = HARMLESS_RETRIES_MS[attempt];
        if (pause === undefined || !(error instanceof FlowError) || !HARMLESS.has(error.failure.code))
          throw error;
        const told = Number(error.failure.data.retryAfterMs ?? 0);
        if (told > LONGEST_WAIT_MS) throw error;
        await ports.wait(Math.max(pause, told), signal);
      }
    }
  }

  return async (jobId, life) => {
    const { signal, commit, mandate, fresh, inSession } = life;
    const known: Known = { unsent: false, begun: false };
    const pen = createPen(ports, fresh?.bytes);
    let job = fresh?.job ?? (await journal.get(jobId));
    if (!job) throw new FlowError(failure('storage-broken', 'job is missing'));
    if (FINAL_STEPS.has(job.state.step)) return job;
    try {
      const because = unsettled(job);
      if (because) {
        commit();
        const settled = await settleEarlier(inquiry(job, pen, inSession), because, mandate);
        if (settled) return await conclude(job, settled);
        known.unsent = !job.doubted && NOT_LOOKED_AT.has(because.code);
      }
      await unlessAborted(ready(job, inSession), signal);
      // The receipt is that job's, whatever this one has kept.
      if (asksFirst(job.state) && (await doneByAnother(job, life)))
        return await finish(job, { step: 'done', receiptId: null, warning: null }, null);
      job = await identified(job, pen, signal);
      if (job.sha256 !== null) {
        const whole = await signed(job, pen, life);
        if (whole.found === 'done') return await succeed(whole.job, NOTHING_TOLD);
        job = whole.job;
      } else if ((await unlessAborted(read(job, pen, life), signal)) === 'done') {
        return await succeed(job, NOTHING_TOLD);
      }
      signal.throwIfAborted();
      commit();
      return await submit(job, pen, life, known);
    } catch (error) {
      const latest = (await journal.get(jobId).catch(() => undefined)) ?? job;
      if (FINAL_STEPS.has(latest.state.step)) return latest;
      const settled = await ruledOut(error, latest, pen, life, known);
      if (settled?.kind === 'accepted') return await succeed(latest, settled.accepted);
      const state = settled ? failedBy(settled) : stateAfter(error, signal, latest, known);
      return await finish(latest, state, null).catch(unwritable => {
        // Whoever is looking must not see it busy for ever because the disk is full.
        ports.announce({ ...latest, state, open: 0 });
        throw unwritable;
      });
    }
  };
}

/** What is to be submitted: the last link of created → stamped → joined. */
function newest({ blobs }: JobRecord): Role | null {
  if (blobs.final) return 'final';
  if (blobs.stamped) return 'stamped';
  return blobs.created ? 'created' : null;
}

/** It has sent nothing itself, but another job of its subject may have done it. */
export const asksFirst = (state: JobState): boolean => state.step === 'queued' && state.askFirst === true;

/** An earlier life submitted, or may have: the service is asked before anything else. */
function unsettled({ state, doubted }: JobRecord): Failure | null {
  if (state.step === 'asking') return doubted ? { ...state.because, code: INTERRUPTED.code } : state.because;
  return state.step === 'submitting' || doubted ? INTERRUPTED : null;
}

function failedBy({ failure, sent }: Extract<Settlement, { kind: 'failed' }>): JobState {
  return { step: 'failed', failure, sent };
}

function stateAfter(error: unknown, signal: AbortSignal, job: JobRecord, { unsent, begun }: Known): JobState {
  const reason =
    error instanceof FlowError
      ? error.failure
      : failure('unexpected', error instanceof Error ? error.message : String(error));
  const sent = (begun || unsettled(job)) && !unsent ? 'unknown' : 'no';
  // "Cancelled" says that nothing was sent: only what is proved may say so.
  const givenUp = signal.aborted || reason.code === 'module-cancelled' || reason.code === 'aborted';
  if (givenUp && sent === 'no') return { step: 'cancelled' };
  const state: JobState = { step: 'failed', failure: givenUp ? failure('ambiguous-submit') : reason, sent };
  return refusedBlob({ ...job, state })
    ? { ...state, failure: withEvidence(state.failure, `job/${job.id}`) }
    : state;
}
