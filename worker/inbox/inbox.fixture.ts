import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { accountOf } from '../../lib/didox/account.fixture.ts';
import type { PreparePorts } from '../../lib/didox/prepare.ts';
import type { DidoxService, ListQuery } from '../../lib/didox/service.ts';
import type { Account } from '../../lib/didox/session.ts';
import type { KeyGroup } from '../../lib/messages/views/keys.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { createJournal } from '../../lib/signing/journal.ts';
import { openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import type { Didox } from '../didox.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { keyView } from '../keys/keys.fixture.ts';
import type { Signers } from '../keys/signers.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { ReviewPayload } from '../reviews/review-payload.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createInboxPreviews } from './inbox-preview.ts';
import type { Offers } from './offers.ts';

export const ID = '11EFD0C5A81E4B600000000000000001';
const STORED = { facturadoc: { facturano: '7', facturadate: '2026-11-20' }, sellertin: '1', buyertin: '2' };
export const account = (owner: string, more: Partial<Account> = {}): Account => accountOf(owner, 1e15, more);
export const settle = () => new Promise(resolve => setTimeout(resolve, 5));

export function setUp(accounts = [account('tin:1')]) {
  globalThis.indexedDB = new IDBFactory();
  const clock = { now: 1_000_000 };
  const lists: ListQuery[] = [];
  const world = {
    list: async (_query: ListQuery): Promise<unknown[]> => [
      { doc_id: ID, doc_status: 0, doctype: '002', name: '7', owner: 1 },
    ],
    statistics: async (_owner: string): Promise<Record<string, number>> => ({ 2: 3 }),
    groups: [
      {
        owner: 'tin:2',
        title: 'Two',
        tin: '2',
        keys: [keyView('k2')],
        chosen: null,
      },
    ] as readonly KeyGroup[],
    listed: true,
    signers: { candidates: [keyView('k')], settled: keyView('k'), unusable: null } as Omit<Signers, 'whose'>,
    offerMissing: false,
    status: 0,
    toSign: null as unknown,
  };
  const timers: (() => void)[] = [];
  const announced: unknown[] = [];
  const started: JobRecord[] = [];
  const reviewed: ReviewPayload[] = [];
  const now = () => clock.now;
  const database = openDatabase();
  const document = {
    server: 'production',
    owner: 'tin:1',
    documentId: ID,
    outgoing: true,
    status: 0,
    doctype: '002',
    name: '7',
    statusComment: null,
    json: STORED,
    raw: JSON.stringify({ data: { json: STORED } }),
    toSign: null,
    signature: null,
  } as const;
  const service = {
    async list(query: ListQuery) {
      lists.push(query);
      const rows = await world.list(query);
      return { rows, total: rows.length, more: false };
    },
    statistics: (_server: string, owner: string) => world.statistics(owner),
    document: async () => ({ ...document, status: world.status }),
    toSign: async () => ({ data: world.toSign, raw: JSON.stringify({ data: world.toSign }) }),
    view: () => Promise.reject(new FlowError(failure('document-gone'))),
  } as unknown as DidoxService;
  const session = {
    accounts: async () => accounts,
    account: async (_server: string, owner: string) => accounts.find(known => known.owner === owner) ?? null,
  };
  const chosen: [string, string][] = [];
  const platform = {
    session: memoryStore(),
    timer: { now, setTimeout: (run: () => void) => timers.push(run), clearTimeout: () => undefined },
    announce: (change: unknown) => announced.push(change),
  } as unknown as WorkerPlatform;
  const didox = {
    service,
    renewing: service,
    session,
    serverChosen: async () => 'production',
    locale: () => 'ru',
  } as unknown as Didox;
  const keys = {
    // The module is silent: whoever waits for it waits for ever.
    all: () => new Promise(() => undefined),
    owners: () => new Promise(() => undefined),
    view: async () => ({
      groups: world.groups,
      listedAt: world.listed ? 1 : null,
    }),
    forOwner: async (owner: string) => {
      if (!world.listed) await new Promise(() => undefined);
      const own = accounts[0]?.via ? failure('no-key-for-company') : null;
      return owner === 'tin:1' && own ? { candidates: [], settled: null, unusable: own } : world.signers;
    },
    viewById: async (id: string) => ({ owner: 'token', key: keyView(id) }),
    remember: async (owner: string, id: string) => void chosen.push([owner, id]),
  } as unknown as KeyRing;
  const live = () => createInbox({ platform, didox, keys, journal: createJournal(() => database, now) });
  const inbox = live();
  const show = (of: Inbox) =>
    createInboxPreviews({
      platform,
      database: () => database,
      didox,
      keys,
      engine: {
        async start(job: JobRecord) {
          started.push(job);
          return job;
        },
      } as unknown as Engine,
      inbox: of,
      offers: { missing: async () => world.offerMissing } as unknown as Offers,
      preparePorts: () =>
        ({
          didox: service,
          account: async () => accounts[0] ?? null,
          inspectTheirs: () => Promise.reject(new Error('unused')),
        }) as unknown as PreparePorts,
      openReview: async payload => `review-${reviewed.push(payload)}`,
    });
  const list = (refresh = false, owner: string | null = null) =>
    inbox.list({ server: null, folder: 'drafts', owner, refresh });
  const previews = show(inbox);
  /** A reborn worker: it has listed nothing. */
  const reborn = () => show(live());
  return {
    inbox,
    previews,
    reborn,
    chosen,
    clock,
    lists,
    world,
    timers,
    announced,
    started,
    reviewed,
    list,
    database,
  };
}
