import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { testTranslator } from '../../components/testing/fake-backend.ts';
import { createExternalId } from '../../lib/eugoda/external-id.ts';
import type { FetchPort } from '../../lib/eugoda/ports.ts';
import { defaultRegistrationOptions } from '../../lib/eugoda/requests.ts';
import { type Failure, failure } from '../../lib/signing/failure.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createSettings } from '../../lib/vault/settings.ts';
import { createVault, eugodaSecretName } from '../../lib/vault/vault.ts';
import { fetchThrough } from '../../sandbox/eugoda/fetch-through.fixture.ts';
import { type EugodaStandIn, startEugoda } from '../../sandbox/eugoda/index.ts';
import { defaultSettings, demoApplication } from '../../sandbox/eugoda/settings.ts';
import { failureOf as worded } from '../failures.ts';
import type { WorkerPlatform } from '../platform.ts';
import { type Agreements, createAgreements } from './agreements.ts';

/**
 * The agreements' part of a worker over a real database's likeness and the stand-in, over loopback with TLS. Importing it sets the
 * hooks: each test begins with an empty database, one application and its secret.
 */
export let standIn: EugodaStandIn;
export let db: Database;
export let agreements: Agreements;
/** Routes at which the desk was opened. */
export let opened: string[];
export let settings: ReturnType<typeof createSettings>;
export let vault: ReturnType<typeof createVault>;
/** Stands between the worker and the stand-in; each test may put something of its own here. */
export const transport: { fetch: FetchPort } = { fetch: () => Promise.reject(new Error('no stand-in yet')) };

beforeAll(async () => {
  standIn = await startEugoda();
});
afterAll(() => standIn.stop());
beforeEach(async () => {
  standIn.set(defaultSettings());
  transport.fetch = fetchThrough(standIn);
  db = await openDatabase();
  for (const store of ['agreements', 'blobs', 'receipts'] as const) await db.clear(store);
  const local = memoryStore();
  settings = createSettings({ local });
  const clock = { now: () => Date.now() };
  vault = createVault({ local, session: memoryStore(), clock, lockAfterMs: () => 600_000 });
  await settings.set({ eugodaApplications: [{ id: 'umbrella', label: 'Umbrella', port: 3000 }] });
  await vault.put(eugodaSecretName('umbrella'), demoApplication.secret);
  beReborn();
});
afterEach(() => db.close());

/** Another worker over the same storage: what the browser starts after one has died. */
export function rebornWorker(): Agreements {
  opened = [];
  const platform = {
    fetch: (url: string, init: Parameters<FetchPort>[1]) => transport.fetch(url, init),
    // Waits of a storage that takes nothing are for people; here they are over at once.
    timer: { now: () => Date.now(), setTimeout: (run: () => void) => setTimeout(run, 1) },
    wake: { hold: () => () => undefined },
    announce: () => undefined,
    tabs: { openDesk: async (route: string) => void opened.push(route) },
  } as unknown as WorkerPlatform;
  const texts = async () => testTranslator();
  return createAgreements({ platform, database: async () => db, settings, vault, texts });
}

/** The disk is full for writes that fit, until the function it gives is called. */
export function fillDisk(fits: (stores: string) => boolean = () => true): () => void {
  const real = db.transaction.bind(db);
  const transaction = (...[stores, mode, options]: Parameters<typeof real>) => {
    if (mode === 'readwrite' && fits(String(stores))) throw new DOMException('no room', 'QuotaExceededError');
    return real(stores, mode, options);
  };
  Object.assign(db, { transaction });
  return () => void Object.assign(db, { transaction: real });
}

export function beReborn(): void {
  agreements = rebornWorker();
}

export const options = { ...defaultRegistrationOptions };
export const contract = new TextEncoder().encode('Договір № 1 '.repeat(50));
export async function storeFile(): Promise<string> {
  const blobId = crypto.randomUUID();
  const blob = {
    owner: 'agreement:new',
    bytes: contract,
    name: 'd.txt',
    type: '',
    createdAt: 0,
    complete: true,
  };
  await db.put('blobs', { ...blob, id: blobId });
  return blobId;
}
export async function registerFile(more: Partial<typeof options> = {}): Promise<string> {
  return (await agreements.registerFile({ ...(await fileOrder()), ...more })).externalId;
}
export const fileOrder = async () => ({
  externalId: createExternalId(),
  applicationId: 'umbrella',
  fileName: 'd.txt',
  blobId: await storeFile(),
  ...options,
});
/** Begins a download and waits for its end. */
export async function fetched(externalId: string): Promise<Failure | null> {
  return (await agreements.fetch(externalId)).ended;
}
export const failureOf = (task: Promise<unknown>) => task.then(() => failure('nothing failed'), worded);
export const one = async (externalId: string) =>
  (await agreements.list()).agreements.find(agreement => agreement.externalId === externalId);
export const archiveOf = async (externalId: string) => {
  const archive = (await one(externalId))?.archive;
  return archive ? (await db.get('blobs', archive.blobId))?.bytes : undefined;
};
export const posts = (path = '/api/signing') =>
  standIn.requests.filter(request => request.method === 'POST' && request.path === path);
