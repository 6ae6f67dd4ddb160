import type { Receipt } from '../receipts/receipt.ts';
import { type Failure, FlowError, failure } from './failure.ts';
import { FINAL_STEPS, type JobRecord, type JobState } from './job.ts';
import type { CreatedSignature, Destination, GatePort, Journal, ModulePort } from './ports.ts';
import { buildReceipt } from './receipt-of.ts';
import { settleSubmission } from './settle.ts';

export interface EnginePorts {
  readonly journal: Journal;
  readonly module: ModulePort;
  readonly gate: GatePort;
  readonly destination: (job: JobRecord) => Destination;
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told after every journal write: somebody may be looking. */
  readonly announce: (job: JobRecord) => void;
}

export interface Engine {
  /**
   * Starts a job, or returns the open one of the same subject: two tabs and a batch share one job. Resolves when the
   * job is in the journal, not when it is done.
   */
  start(job: JobRecord, bytes: { content?: Uint8Array; theirs?: Uint8Array | undefined }): Promise<JobRecord>;
  /** Goes on with a job of the journal from where it stands. */
  resume(jobId: string): Promise<void>;
  /** Takes up what a dead worker left behind (see `rebirth`). */
  rebirth(): Promise<void>;
  retry(jobId: string): Promise<void>;
  cancel(jobId: string): Promise<void>;
  /** Resolves when the job is final. */
  settled(jobId: string): Promise<JobRecord>;
  readonly running: ReadonlySet<string>;
}

/** How often a harmless step (stamp, join) is tried when the network or the service fails; waits in between, in ms. */
const HARMLESS_RETRIES_MS = [1_000, 4_000];
const HARMLESS = new Set([
  'network-gone',
  'service-slow',
  'service-unavailable',
  'rate-limited',
  'service-malformed',
]);

/**
 * Makes a Receipt out of a job: sign, check, stamp, join, submit. Every step is in the journal before it is taken
 * (blueprint, decision 8); nothing leaves unverified (decision 7); whatever is ambiguous is asked (decision 9).
 */
export function createEngine(ports: EnginePorts): Engine {
  const { journal, module, gate } = ports;
  const running = new Map<string, { abort: AbortController; done: Promise<JobRecord> }>();
  /** Serialises `start`, so that two clicks at once cannot both find no open job. */
  let starting: Promise<unknown> = Promise.resolve();

  const enter = async (job: JobRecord, state: JobState, durable = false): Promise<JobRecord> => {
    const next = { ...job, state };
    await journal.put(next, { durable });
    ports.announce(next);
    return next;
  };

  const keep = async (job: JobRecord, role: keyof JobRecord['blobs'], base64: string) =>
    journal.putBlob(job, role, decode(base64));

  async function sign(job: JobRecord, signal: AbortSignal): Promise<JobRecord> {
    const { signer } = job;
    if (!signer) throw new FlowError(failure('no-key-for-company'));
    const content = await contentOf(job);
    let current = await enter(job, { step: 'unlocking' });
    await module.unlock(signer.keyId, signal);
    signal.throwIfAborted();
    current = await enter({ ...current, signings: current.signings + 1 }, { step: 'signing' });
    const appendTo = await ports.destination(current).appendTo?.(current);
    const created = await module.sign(
      { keyId: signer.keyId, content64: encode(content), detached: job.detached, appendTo },
      signal,
    );
    // From here on the signature exists: it is kept before it is judged, so that a wrong one can be reported.
    current = await keep(
      { ...current, signatureHex: created.signatureHex.toLowerCase(), state: { step: 'checking' } },
      'created',
      created.pkcs7_64,
    );
    ports.announce(current);
    const checked = await check(current, 'created', content, false);
    return { ...current, signature: checked.summary, signatureHex: checked.signatureHex };
  }

  async function stamp(job: JobRecord, signal: AbortSignal): Promise<JobRecord> {
    let current = await enter(job, { step: 'stamping' });
    const created: CreatedSignature = {
      pkcs7_64: encode(await blobOf(current, 'created')),
      signatureHex: current.signatureHex ?? '',
    };
    const answer = await patiently(() => ports.destination(current).stamp(current, created, signal), signal);
    const stamped64 =
      answer.kind === 'whole'
        ? answer.pkcs7_64
        : encode(gate.attachToken(decode(created.pkcs7_64), created.signatureHex, answer.token));
    current = await keep(current, 'stamped', stamped64);
    const checked = await check(current, 'stamped', await contentOf(current), true);
    return { ...current, signature: checked.summary };
  }

  async function join(job: JobRecord, signal: AbortSignal): Promise<JobRecord> {
    let current = await enter(job, { step: 'joining' });
    const stamped64 = encode(await blobOf(current, 'stamped'));
    const destination = ports.destination(current);
    const joined = await patiently(
      async () => destination.join?.(current, stamped64, signal) ?? stamped64,
      signal,
    );
    current = await keep(current, 'final', joined);
    await check(current, 'final', await contentOf(current), true);
    return current;
  }

  async function submit(job: JobRecord): Promise<JobRecord> {
    const destination = ports.destination(job);
    const role = job.blobs.final ? 'final' : job.blobs.stamped ? 'stamped' : 'created';
    const final64 = job.blobs[role] ? encode(await blobOf(job, role)) : null;
    const ask = (because: Failure) => enter(job, { step: 'asking', because }, true).then(() => undefined);
    const knowsNothing = job.state.step === 'asking' || job.state.step === 'submitting';
    const outcome = await settleSubmission({
      askFirst: knowsNothing
        ? job.state.step === 'asking'
          ? job.state.because
          : failure('interrupted')
        : null,
      submit: async () => {
        await enter(job, { step: 'submitting' }, true);
        return destination.submit(job, final64);
      },
      ask: async because => {
        await ask(because);
        return destination.ask(job);
      },
      wait: ports.wait,
    });
    await destination.settled?.(job);
    if (outcome.kind === 'failed') {
      return finish(job, { step: 'failed', failure: outcome.failure, sent: outcome.sent }, null);
    }
    const receipt = buildReceipt(job, outcome.accepted, ports.now());
    return finish(
      job,
      { step: 'done', receiptId: receipt?.id ?? null, warning: outcome.accepted.warning },
      receipt,
    );
  }

  async function check(
    job: JobRecord,
    role: keyof JobRecord['blobs'],
    content: Uint8Array,
    stamped: boolean,
  ) {
    return gate.check({
      pkcs7: await blobOf(job, role),
      content,
      others: job.blobs.theirs !== undefined,
      detached: job.detached,
      signer: {
        serial: job.signer?.serial ?? null,
        tin: job.signer?.tin ?? null,
        pinfl: job.signer?.pinfl ?? null,
      },
      signatureHex: job.signatureHex ?? '',
      stamped,
    });
  }

  async function finish(job: JobRecord, state: JobState, receipt: Receipt | null): Promise<JobRecord> {
    const final = { ...job, state };
    await journal.finish(final, receipt);
    ports.announce(final);
    return final;
  }

  async function blobOf(job: JobRecord, role: keyof JobRecord['blobs']): Promise<Uint8Array> {
    const id = job.blobs[role];
    const bytes = id ? await journal.blob(id) : undefined;
    if (!bytes) throw new FlowError(failure('storage-broken', `${role} is missing`));
    return bytes;
  }
  const contentOf = (job: JobRecord) => blobOf(job, 'content');

  async function patiently<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await step();
      } catch (error) {
        const pause = HARMLESS_RETRIES_MS[attempt];
        if (pause === undefined || !(error instanceof FlowError) || !HARMLESS.has(error.failure.code))
          throw error;
        const told = Number(error.failure.data.retryAfterMs ?? 0);
        await ports.wait(Math.max(pause, told), signal);
      }
    }
  }

  /** The one straight way. Where it begins depends only on what the journal already holds. */
  async function walk(jobId: string, signal: AbortSignal): Promise<JobRecord> {
    let job = await journal.get(jobId);
    if (!job) throw new FlowError(failure('storage-broken', 'job is missing'));
    const needsSignature = job.blobs.content !== undefined;
    try {
      if (needsSignature && !job.blobs.created) job = await sign(job, signal);
      if (needsSignature && job.stamp && !job.blobs.stamped) job = await stamp(job, signal);
      if (needsSignature && ports.destination(job).joins && !job.blobs.final) job = await join(job, signal);
      signal.throwIfAborted();
      return await submit(job);
    } catch (error) {
      const latest = (await journal.get(jobId)) ?? job;
      if (FINAL_STEPS.has(latest.state.step)) return latest;
      return finish(latest, stateAfter(error, signal, latest), null);
    }
  }

  function launch(jobId: string): Promise<JobRecord> {
    const already = running.get(jobId);
    if (already) return already.done;
    const abort = new AbortController();
    const done = walk(jobId, abort.signal).finally(() => running.delete(jobId));
    running.set(jobId, { abort, done });
    // A failure to write the failure itself (storage gone) must not become an unhandled rejection in the worker.
    done.catch(() => undefined);
    return done;
  }

  return {
    get running() {
      return new Set(running.keys());
    },
    start(job, bytes) {
      const begin = async () => {
        const open = (await journal.bySubject(job.subject)).find(other => other.open === 1);
        if (open) {
          if (!running.has(open.id)) void launch(open.id);
          return open;
        }
        let written = job;
        if (bytes.theirs) written = await journal.putBlob(written, 'theirs', bytes.theirs);
        if (bytes.content) written = await journal.putBlob(written, 'content', bytes.content);
        else await journal.put(written);
        ports.announce(written);
        void launch(written.id);
        return written;
      };
      const result = starting.then(begin, begin);
      starting = result.catch(() => undefined);
      return result;
    },
    async resume(jobId) {
      void launch(jobId);
    },
    async rebirth() {
      for (const job of await journal.open()) {
        if (running.has(job.id)) continue;
        const untouched = job.blobs.content !== undefined && job.blobs.created === undefined;
        // A batch was consented to as a whole, with these very bytes; a single click was not meant for later.
        if (untouched && job.batchId === null) await finish(job, { step: 'interrupted' }, null);
        else void launch(job.id);
      }
    },
    async retry(jobId) {
      const job = await journal.get(jobId);
      if (!job || job.open === 1) return;
      if (job.state.step === 'done') return;
      const unsure = job.state.step === 'failed' && job.state.sent === 'unknown';
      const keepsSignature = job.state.step !== 'failed' || !WRONG_SIGNATURE.test(job.state.failure.code);
      const blobs = keepsSignature
        ? job.blobs
        : { ...(job.blobs.content ? { content: job.blobs.content } : {}) };
      const because = job.state.step === 'failed' ? job.state.failure : failure('interrupted');
      await enter({ ...job, blobs }, unsure ? { step: 'asking', because } : { step: 'queued' });
      void launch(jobId);
    },
    async cancel(jobId) {
      running.get(jobId)?.abort.abort();
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

/** A signature that failed the gate is kept for the report, but never used again. */
const WRONG_SIGNATURE = /^(signature|stamp|counterparty)-/;

function stateAfter(error: unknown, signal: AbortSignal, job: JobRecord): JobState {
  if (signal.aborted) return { step: 'cancelled' };
  const reason =
    error instanceof FlowError
      ? error.failure
      : failure('unexpected', error instanceof Error ? error.message : String(error));
  if (reason.code === 'module-cancelled' || reason.code === 'aborted') return { step: 'cancelled' };
  const sent = job.state.step === 'submitting' || job.state.step === 'asking' ? 'unknown' : 'no';
  return { step: 'failed', failure: reason, sent };
}

function encode(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

function decode(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), character => character.charCodeAt(0));
  } catch (cause) {
    throw new FlowError(failure('signature-unreadable'), { cause });
  }
}
