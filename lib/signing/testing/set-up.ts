import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { type Database, openDatabase } from '../../store/database.ts';
import { createEngine, type Engine } from '../engine.ts';
import { FlowError, failure } from '../failure.ts';
import type { JobRecord, JobState, JobStep } from '../job.ts';
import { createJournal } from '../journal.ts';
import type { CreatedSignature, Destination, GatePort, Journal, ModulePort, Repeat } from '../ports.ts';

export const CONTENT = new TextEncoder().encode('{"sum":"1200.00"}');
export const DONE = { answer: 'accepted', warning: null };

/** A job as the worker makes them; `with_` says what is special about it. */
export function aJob(with_: Partial<JobRecord> = {}): JobRecord {
  return {
    id: 'job-1',
    subject: 'didox:production:tin:300000019:A',
    action: 'didox-sign',
    open: 1,
    state: { step: 'queued' },
    createdAt: 1,
    updatedAt: 1,
    title: '1042',
    facts: [],
    counterparty: null,
    company: { tin: '300000019', pinfl: null, name: 'Namuna' },
    signer: { keyId: 'key', label: 'K', serial: 'ab', tin: '300000019', pinfl: null },
    sha256: 'c0ffee',
    size: CONTENT.length,
    detached: false,
    stamp: true,
    blobs: {},
    signatureHex: null,
    signature: null,
    target: { documentId: 'A' },
    batchId: null,
    signings: 0,
    ...with_,
  };
}

/** What the outside does in one test; change it at any time. */
export interface Script {
  unlock: (signal: AbortSignal) => Promise<void>;
  sign: (signal: AbortSignal) => Promise<CreatedSignature>;
  /** Text of the signature that is looked at → refusal code. */
  gate: (pkcs7: string) => string | null;
  stamp: (signal: AbortSignal) => Promise<{ kind: 'whole'; pkcs7_64: string }>;
  join: (() => Promise<string>) | null;
  ready: () => Promise<void>;
  renew: () => Promise<void>;
  lookAgain: () => Promise<'unchanged' | 'done'>;
  checkJoined: () => Promise<void>;
  submit: () => Promise<typeof DONE>;
  ask: () => Promise<'done' | 'not-done' | 'unknown'>;
  repeat: Repeat;
  wanted: boolean;
  putFails: ((job: JobRecord) => Error | null) | null;
  /** Whether it can be told where a job goes. */
  readable: (job: JobRecord) => boolean;
}

export interface SetUp {
  readonly script: Script;
  /** What was called, in order: `unlock`, `sign`, `check:created`, `stamp`, `submit:stamped`, `ask`, `wait:1000`. */
  readonly calls: string[];
  readonly steps: JobStep[];
  readonly announced: JobRecord[];
  readonly db: Database;
  readonly journal: Journal;
  readonly engine: Engine;
  /** Another worker on the same database. */
  reborn(): Engine;
  /** A job as a dead worker left it. */
  left(with_: Partial<JobRecord>, blobs?: readonly (keyof JobRecord['blobs'])[]): Promise<JobRecord>;
  receipts(): Promise<number>;
}

export const base64 = (text: string) => btoa(text);
export const refusal = (code: string, data: Record<string, number> = {}) =>
  new FlowError(failure(code, null, data));
/** Waits for something of the outside that never comes. */
export const until = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );

export async function setUp(): Promise<SetUp> {
  globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase();
  const real = createJournal(
    async () => db,
    () => clock,
  );
  let clock = 1000;
  const calls: string[] = [];
  const announced: JobRecord[] = [];
  const script: Script = {
    unlock: async () => {},
    sign: async () => ({ pkcs7_64: base64('created'), signatureHex: 'AB' }),
    gate: () => null,
    stamp: async () => ({ kind: 'whole', pkcs7_64: base64('stamped') }),
    join: null,
    ready: async () => {},
    renew: async () => {},
    lookAgain: async () => 'unchanged',
    checkJoined: async () => {},
    submit: async () => DONE,
    ask: async () => 'not-done',
    repeat: 'when-proved',
    wanted: true,
    putFails: null,
    readable: () => true,
  };
  const guard = (job: JobRecord) => {
    const error = script.putFails?.(job);
    if (error) throw error;
    clock += 1;
  };
  const journal: Journal = {
    ...real,
    put: async (job, options) => {
      guard(job);
      return real.put(job, options);
    },
    putBlob: async (job, role, bytes) => {
      guard(job);
      return real.putBlob(job, role, bytes);
    },
    finish: async (job, receipt) => {
      guard(job);
      return real.finish(job, receipt);
    },
  };
  const module: ModulePort = {
    unlock: (_id, signal) => {
      calls.push('unlock');
      return Promise.race([script.unlock(signal), until(signal)]);
    },
    sign: (_request, signal) => {
      calls.push('sign');
      return Promise.race([script.sign(signal), until(signal)]);
    },
  };
  const gate: GatePort = {
    attachToken: pkcs7 => pkcs7,
    async check({ pkcs7, signatureHex }) {
      const text = new TextDecoder().decode(pkcs7);
      calls.push(`check:${text}`);
      const code = script.gate(text);
      if (code) throw refusal(code);
      return { summary: SUMMARY, signatureHex };
    },
  };
  const outside = (): Destination => ({
    repeat: script.repeat,
    joins: script.join !== null,
    ready: () => script.ready(),
    renew: () => {
      calls.push('renew');
      return script.renew();
    },
    lookAgain: () => script.lookAgain(),
    checkJoined: () => script.checkJoined(),
    stamp: (_job, _signature, signal) => {
      calls.push('stamp');
      return Promise.race([script.stamp(signal), until(signal)]);
    },
    join: async () => {
      calls.push('join');
      return script.join?.() ?? '';
    },
    submit: async (_job, final64) => {
      calls.push(`submit:${final64 === null ? 'nothing' : atob(final64)}`);
      return script.submit();
    },
    ask: async () => {
      calls.push('ask');
      return script.ask();
    },
  });
  const destination = (job: JobRecord) => {
    if (!script.readable(job)) throw refusal('storage-broken');
    return outside();
  };
  const reborn = () =>
    createEngine({
      journal,
      module,
      gate,
      destination,
      now: () => clock,
      wait: async ms => {
        calls.push(`wait:${ms}`);
      },
      announce: job => announced.push(job),
      stillWanted: async () => script.wanted,
    });
  return {
    script,
    calls,
    get steps() {
      return announced.map(job => job.state.step).filter((step, at, all) => step !== all[at - 1]);
    },
    announced,
    db,
    journal,
    engine: reborn(),
    reborn,
    async left(with_, roles = ['content']) {
      let job = await real.put(aJob(with_));
      for (const role of roles)
        job = await real.putBlob(job, role, role === 'content' ? CONTENT : new TextEncoder().encode(role));
      return job;
    },
    receipts: () => db.count('receipts'),
  };
}

export const SUMMARY = {
  outcome: 'verified',
  holder: 'H',
  organization: null,
  tin: '300000019',
  serial: 'ab',
  signedAt: 1,
  stampedAt: 2,
  reasons: [],
} as const;

export const failed = (code: string, sent: 'no' | 'unknown' = 'no'): JobState => ({
  step: 'failed',
  failure: failure(code),
  sent,
});
