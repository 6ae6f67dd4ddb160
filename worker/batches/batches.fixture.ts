import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { PreparePorts } from '../../lib/didox/prepare.ts';
import type { DocumentRef } from '../../lib/didox/service.ts';
import { ModuleError, type ModuleErrorCode } from '../../lib/eimzo/errors.ts';
import type { Key } from '../../lib/eimzo/keys/key.ts';
import { createEngine, type Engine } from '../../lib/signing/engine.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { createJournal } from '../../lib/signing/journal.ts';
import type { Accepted, Destination, GatePort } from '../../lib/signing/ports.ts';
import type { SignatureSummary } from '../../lib/signing/signature-summary.ts';
import { openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { keyView } from '../keys/keys.fixture.ts';
import type { Signers } from '../keys/signers.ts';
import { createKeyIdStore, createModulePort } from '../module/module-port.ts';
import type { WorkerPlatform } from '../platform.ts';
import { createWatchdog } from '../watchdog.ts';
import { type Batches, createBatches } from './batches.ts';

export const OWNER = 'tin:1';
export const SUMMARY: SignatureSummary = {
  outcome: 'verified',
  holder: 'Somebody',
  organization: null,
  tin: '2',
  serial: 'ab',
  signedAt: 0,
  stampedAt: 0,
  reasons: [],
};
export const documentId = (n: number) => `11EFD0C5A81E4B60${n.toString(16).toUpperCase().padStart(16, '0')}`;
const numberOf = (id: string) => Number.parseInt(id.slice(16), 16);

/** What the outside does in one test; change it at any time. */
export interface Script {
  /** The module's answer to the n-th question for a signature; `null`: not yet, see `answer`. */
  sign: (question: number) => ModuleErrorCode | 'signed' | null;
  /** Reading the n-th document. */
  read: (n: number) => Promise<void>;
  submit: (n: number) => Promise<Accepted>;
  signers: Signers;
  /** Another company's key, where that differs. */
  signersOf: (owner: string) => Signers | null;
  theirs: SignatureSummary;
  offerMissing: boolean;
  /** Whether there is a live token. */
  signedIn: boolean;
  /** A company whose token has ended while the others' have not. */
  signedOut: string | null;
}

/** The real batches, engine and journal; module, service and browser are doubles. */
export async function setUpBatches({
  token = false,
  count = 12,
  incoming = false,
  /** Whose documents: as many of each, one company after the other. */
  owners = [OWNER] as readonly string[],
} = {}) {
  globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase();
  const database = async () => db;
  const clock = { now: 1_000_000 };
  const timers: { run: () => void; at: number }[] = [];
  const timer = {
    now: () => clock.now,
    setTimeout: (run: () => void, ms: number) => timers.push({ run, at: clock.now + ms }),
    clearTimeout: () => undefined,
  };
  const alarms = new Map<string, number>();
  const seen: { readonly code: string; readonly n: number }[] = [];
  const tell = (code: string, n: number) => void seen.push({ code, n });
  const waiting: ((code?: ModuleErrorCode) => void)[] = [];
  const script: Script = {
    sign: () => 'signed',
    read: async () => undefined,
    submit: async () => ({ answer: 'ok', warning: null }),
    signers: {
      candidates: [keyView('k')],
      settled: keyView('k'),
      unusable: null,
      whose: OWNER,
    },
    signersOf: () => null,
    theirs: SUMMARY,
    offerMissing: false,
    signedIn: true,
    signedOut: null,
  };
  let asked = 0;
  const made = { pkcs7_64: btoa('created'), signerSerialNumber: 'ab', signatureHex: 'cd' };
  const key = (token ? { kind: 'idcard', id: 'k' } : { kind: 'pfx', id: 'k', identity: 'k' }) as Key;
  const module = createModulePort(
    {
      state: () => ({ version: { major: 6 } }) as never,
      version: async () => ({ major: 6 }) as never,
      unlock: async () => ({ keyId: 'loaded' }),
      appendSignature: async () => made,
      sign: (_request, signal) =>
        new Promise((resolve, reject) => {
          asked += 1;
          tell('asked', asked);
          const answer = (code?: ModuleErrorCode) => (code ? reject(new ModuleError(code)) : resolve(made));
          signal?.addEventListener('abort', () => answer('aborted'));
          const now = script.sign(asked);
          if (now === null) waiting.push(answer);
          else answer(now === 'signed' ? undefined : now);
        }),
    },
    { find: async () => key, searchAgain: async () => null },
    createKeyIdStore(memoryStore()),
    timer,
  );
  const gate: GatePort = {
    attachToken: pkcs7 => pkcs7,
    check: async ({ signatureHex }) => ({ summary: SUMMARY, others: [], signatureHex, warnings: [] }),
  };
  const numberIn = (job: JobRecord) => numberOf((job.target as { documentId: string }).documentId);
  const destination = (job: JobRecord): Destination => ({
    joins: false,
    ready: async () => {
      if (!script.signedIn) throw refusal('session-expired');
    },
    renew: async () => {
      tell('signed in', numberIn(job));
      script.signedIn = true;
    },
    stamp: async () => ({ kind: 'whole', pkcs7_64: btoa('stamped') }),
    submit: async () => {
      tell('submitted', numberIn(job));
      return script.submit(numberIn(job));
    },
    ask: async () => 'not-done',
  });
  const json = (n: number) => ({
    facturadoc: { facturano: String(n), facturadate: '2026-11-20' },
    sellertin: incoming ? '2' : '1',
    buyertin: incoming ? '1' : '2',
  });
  const service = {
    async document(ref: DocumentRef) {
      const n = numberOf(ref.documentId);
      tell('read', n);
      await script.read(n);
      return {
        ...ref,
        status: incoming ? 2 : 0,
        doctype: '002',
        name: String(n),
        statusComment: null,
        json: json(n),
        raw: JSON.stringify({ data: { json: json(n) } }),
        toSign: incoming ? btoa(JSON.stringify(json(n))) : null,
        signature: null,
      };
    },
    documentBase64: async (ref: DocumentRef) => btoa(JSON.stringify(json(numberOf(ref.documentId)))),
  };
  const account = (owner = OWNER) => ({
    owner,
    taxId: owner.slice(4),
    title: owner === OWNER ? 'Alfa' : 'Beta',
    until: 1e15,
    relatedCompanies: [],
    branches: [],
    via: null,
    branch: null,
    roles: null,
  });
  const session = {
    known: async (_server: string, owner: string) => account(owner),
    account: async (_server: string, owner: string) =>
      script.signedIn && owner !== script.signedOut ? account(owner) : null,
  };

  /** That of the latest life. */
  let engine: Engine;
  /** A worker's life on the same database. */
  const live = (): Batches => {
    const journal = createJournal(database, timer.now);
    engine = createEngine({
      journal,
      module,
      gate,
      destination,
      now: timer.now,
      wait: async () => undefined,
      announce: job => batches.jobMoved(job),
      stillWanted: job => batches.stillWanted(job),
    });
    const platform = {
      timer,
      announce: () => undefined,
      wake: { hold: () => () => undefined },
      alarms: {
        set: async (name: string, ms: number | null) =>
          void (ms === null ? alarms.delete(name) : alarms.set(name, ms)),
      },
    } as unknown as WorkerPlatform;
    const batches = createBatches({
      platform,
      database,
      didox: { service, renewing: service, session, serverChosen: async () => 'production' } as never,
      keys: {
        view: async () => ({ listedAt: 1, groups: [] }),
        forOwner: async (owner: string) => script.signersOf(owner) ?? script.signers,
      } as never,
      engine,
      journal,
      inbox: { row: () => null, claims: async () => null } as never,
      offers: { missing: async () => script.offerMissing, knownMissing: () => script.offerMissing } as never,
      watchdog: createWatchdog(platform),
      preparePorts: () =>
        ({
          didox: service,
          account: async ({ owner }: DocumentRef) => account(owner),
          inspectTheirs: async (pkcs7: Uint8Array) => ({
            content: pkcs7,
            signature: script.theirs,
            companyTins: ['2'],
          }),
        }) as unknown as PreparePorts,
    });
    return batches;
  };
  const batches = live();
  const id = await batches.prepare(
    'production',
    Array.from({ length: count }, (_, n) => ({
      owner: owners[Math.floor((n * owners.length) / count)] ?? OWNER,
      documentId: documentId(n + 1),
      outgoing: !incoming,
    })),
  );
  const view = async (of = batches) => {
    const found = await of.get(id);
    if (!found) throw new Error('no batch');
    return found;
  };
  return {
    batches,
    live,
    id,
    db,
    script,
    seen,
    alarms,
    clock,
    view,
    /** Numbers of the documents, or questions, in order. */
    numbers: (code: string) => seen.filter(one => one.code === code).map(({ n }) => n),
    /** "Try again" on one job, from the list of jobs; resolves when it has ended. */
    retry: async (jobId: string) => {
      await engine.retry(jobId);
      return engine.settled(jobId);
    },
    /** Answers what the module was asked and has not answered yet. */
    answer: (code?: ModuleErrorCode) => waiting.shift()?.(code),
    /** Time passes: whatever was set for by then runs. */
    pass(ms: number) {
      clock.now += ms;
      for (const due of timers.splice(0))
        if (due.at <= clock.now) due.run();
        else timers.push(due);
    },
    timers,
    states: async () => (await view()).items.map(({ state }) => state),
  };
}

export const refusal = (code: string, data: Record<string, number> = {}) =>
  new FlowError(failure(code, 'its words', data));
