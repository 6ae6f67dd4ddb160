import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PreparePorts } from '../lib/didox/prepare.ts';
import type { DidoxService, ListQuery } from '../lib/didox/service.ts';
import type { Account } from '../lib/didox/session.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import { createJournal } from '../lib/signing/journal.ts';
import { openDatabase } from '../lib/store/database.ts';
import type { Didox } from './didox.ts';
import { createInbox } from './inbox.ts';
import type { KeyRing } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';

const ID = '11EFD0C5A81E4B600000000000000001';
const STORED = { facturadoc: { facturano: '7', facturadate: '2026-11-20' }, sellertin: '1', buyertin: '2' };
const account = (owner: string, more: Partial<Account> = {}): Account => ({
  owner,
  taxId: owner.slice(owner.indexOf(':') + 1),
  title: owner,
  until: 1e15,
  relatedCompanies: [],
  branches: [],
  via: null,
  branch: null,
  roles: null,
  ...more,
});
const settle = () => new Promise(resolve => setTimeout(resolve, 5));

function setUp(accounts = [account('tin:1')]) {
  const clock = { now: 1_000_000 };
  const lists: ListQuery[] = [];
  const world = {
    list: async (_query: ListQuery): Promise<unknown[]> => [
      { doc_id: ID, doc_status: 0, doctype: '002', name: '7', owner: 1 },
    ],
    statistics: async (_owner: string): Promise<Record<string, number>> => ({ 2: 3 }),
  };
  const timers: (() => void)[] = [];
  const announced: unknown[] = [];
  const started: JobRecord[] = [];
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
    document: async () => document,
    view: () => Promise.reject(new FlowError(failure('document-gone'))),
  } as unknown as DidoxService;
  const session = {
    accounts: async () => accounts,
    account: async (_server: string, owner: string) => accounts.find(known => known.owner === owner) ?? null,
  };
  const inbox = createInbox({
    platform: {
      timer: { now, setTimeout: (run: () => void) => timers.push(run), clearTimeout: () => undefined },
      announce: (change: unknown) => announced.push(change),
    } as unknown as WorkerPlatform,
    database: () => database,
    didox: {
      service,
      session,
      serverChosen: async () => 'production',
      locale: () => 'ru',
    } as unknown as Didox,
    keys: {
      // The module is silent: whoever waits for it waits for ever.
      all: () => new Promise(() => undefined),
      owners: () => new Promise(() => undefined),
      view: async () => ({
        groups: [{ owner: 'tin:2', title: 'Two', tin: '2', keys: [{ validity: 'valid' }], chosen: null }],
      }),
      forOwner: async () => ({
        candidates: [{ id: 'k', holder: 'H', organization: null, serial: '1', tin: '1', pinfl: null }],
        settled: null,
        unusable: null,
      }),
    } as unknown as KeyRing,
    engine: {
      async start(job: JobRecord) {
        started.push(job);
        return job;
      },
    } as unknown as Engine,
    journal: createJournal(() => database, now),
    preparePorts: () =>
      ({
        didox: service,
        account: async () => accounts[0] ?? null,
        inspectTheirs: () => Promise.reject(new Error('unused')),
      }) as unknown as PreparePorts,
  });
  const list = (refresh = false, owner: string | null = null) =>
    inbox.list({ folder: 'drafts', owner, refresh });
  return { inbox, clock, lists, world, timers, announced, started, list, database };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the inbox', () => {
  it('answers at once with nothing while the module and the service are silent', async () => {
    const { list, world } = setUp();
    world.list = () => new Promise(() => undefined);
    const view = await list();
    expect(view).toMatchObject({ rows: [], loading: true, loadedAt: null });
    expect(view.accounts.map(({ owner, hasKey }) => [owner, hasKey])).toEqual([
      ['tin:1', false],
      ['tin:2', true],
    ]);
  });

  it('loads behind the answer, announces it, and does not load again what is fresh', async () => {
    const { list, lists, announced } = setUp();
    await list();
    await settle();
    expect(announced).toContainEqual({ changed: 'inbox', id: null });
    const view = await list();
    expect(view).toMatchObject({
      total: 1,
      loading: false,
      rows: [{ documentId: ID, actions: ['sign', 'delete-draft'] }],
    });
    expect(view.rows[0]).not.toHaveProperty('claims');
    expect(lists).toHaveLength(1);
    await list(true);
    expect((await list()).loading).toBe(true);
  });

  it('keeps the rows in sight when they have changed or cannot be loaded anew', async () => {
    const { inbox, list, world, clock } = setUp();
    await list();
    await settle();
    clock.now += 10_000;
    inbox.rowsChanged();
    world.list = () => Promise.reject(new FlowError(failure('network-gone')));
    expect(await list()).toMatchObject({ loading: true, rows: [{ documentId: ID }] });
    await settle();
    expect(await list()).toMatchObject({
      rows: [{ documentId: ID }],
      errors: [{ owner: 'tin:1', error: { code: 'network-gone' } }],
    });
  });

  it('follows a batch no faster than every few seconds', async () => {
    const { inbox, list, lists, timers, clock } = setUp();
    await list();
    await settle();
    for (let n = 0; n < 20; n += 1) {
      inbox.rowsChanged();
      await list();
    }
    await settle();
    expect(lists).toHaveLength(1);
    expect(timers).toHaveLength(1);
    clock.now += 3_000;
    timers[0]?.();
    await settle();
    expect(lists).toHaveLength(2);
    expect((await list()).loading).toBe(false);
  });

  it('keeps companies apart: one that fails does not hide the other', async () => {
    const { list, world } = setUp([account('tin:1'), account('tin:2')]);
    const good = world.list;
    world.list = query =>
      query.owner === 'tin:2' ? Promise.reject(new FlowError(failure('no-permission'))) : good(query);
    await list();
    await settle();
    const view = await list();
    expect(view.rows.map(({ owner }) => owner)).toEqual(['tin:1']);
    expect(view.errors).toMatchObject([{ owner: 'tin:2', error: { code: 'no-permission' } }]);
    expect((await list(false, 'tin:2')).rows).toEqual([]);
  });

  it('stays quick with 2,000 rows', async () => {
    const { list, world, inbox } = setUp();
    world.list = async query =>
      query.page > 1
        ? []
        : Array.from({ length: 2000 }, (_, n) => ({
            doc_id: n.toString(16).padStart(32, '0'),
            doc_status: 0,
          }));
    await list();
    await settle();
    const before = performance.now();
    expect((await list()).rows).toHaveLength(2000);
    for (let n = 0; n < 2000; n += 1) inbox.row('tin:1', n.toString(16).padStart(32, '0').toUpperCase());
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('counts what waits, and says when it could not be counted', async () => {
    const { inbox, world } = setUp([account('tin:1'), account('tin:2')]);
    expect(await inbox.waiting()).toBe(6);
    world.statistics = async owner => {
      if (owner === 'tin:1') throw new FlowError(failure('network-gone'));
      return { 2: 1 };
    };
    expect(await inbox.waiting()).toBe(1);
    world.statistics = () => Promise.reject(new FlowError(failure('network-gone')));
    expect(await inbox.waiting()).toBeNull();
    expect(await setUp([]).inbox.waiting()).toBeNull();
  });
});

describe('a preview', () => {
  it('shows facts and what fits, and acts on exactly that', async () => {
    const { inbox, started } = setUp();
    const preview = await inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    expect(preview).toMatchObject({ title: '7', error: null, actions: ['sign', 'delete-draft'] });
    expect(await inbox.act({ previewId: preview.previewId, action: 'sign' })).toEqual({
      jobId: started[0]?.id,
    });
    expect(started[0]).toMatchObject({
      action: 'didox-sign',
      sha256: preview.sha256,
      signer: { keyId: 'k' },
    });
    expect(await inbox.act({ previewId: preview.previewId, action: 'accept' })).toEqual({ refused: 'stale' });
    expect(await inbox.act({ previewId: 'nobody', action: 'sign' })).toEqual({ refused: 'stale' });
  });

  it('offers to sign in when the session is over', async () => {
    const preview = await setUp([]).inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    expect(preview).toMatchObject({ actions: ['sign-in'], error: { code: 'session-expired' } });
  });

  it('deletes a draft without a key', async () => {
    const { inbox, started } = setUp();
    const preview = await inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    await inbox.act({ previewId: preview.previewId, action: 'delete-draft' });
    expect(started[0]).toMatchObject({ action: 'didox-delete-draft', signer: null, sha256: null });
  });

  it('says beforehand what the role does not allow, facts and all', async () => {
    const { inbox } = setUp([account('tin:1', { roles: [12] })]);
    const preview = await inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    expect(preview).toMatchObject({ title: '7', actions: [], error: { code: 'no-permission' } });
    await expect(inbox.act({ previewId: preview.previewId, action: 'sign' })).rejects.toMatchObject({
      failure: { code: 'no-permission' },
    });
  });

  it('keeps no token in the database', async () => {
    const { inbox, database } = setUp();
    const { previewId } = await inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    expect(JSON.stringify(await (await database).get('reviews', previewId))).not.toMatch(/token/i);
  });

  it('holds the row’s claims against the bytes', async () => {
    const { inbox, list, world } = setUp();
    world.list = async () => [
      { doc_id: ID, doc_status: 0, doctype: '002', name: '7', owner: 1, partnerTin: '999' },
    ];
    await list();
    await settle();
    const preview = await inbox.preview({ owner: 'tin:1', documentId: ID, outgoing: true });
    expect(preview.error?.code).toBe('facts-disagree');
  });
});
