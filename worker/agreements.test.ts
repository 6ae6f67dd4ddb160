import 'fake-indexeddb/auto';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testTranslator } from '../components/testing/fake-backend.ts';
import * as step from '../lib/eugoda/agreement-steps.ts';
import type { FetchPort } from '../lib/eugoda/ports.ts';
import { defaultRegistrationOptions } from '../lib/eugoda/requests.ts';
import type { PageAgreement } from '../lib/messages/views.ts';
import { type Database, openDatabase } from '../lib/store/database.ts';
import { memoryStore } from '../lib/vault/memory.fixture.ts';
import { createSettings } from '../lib/vault/settings.ts';
import { createVault, eugodaSecretName } from '../lib/vault/vault.ts';
import { fetchThrough } from '../sandbox/eugoda/fetch-through.fixture.ts';
import { type EugodaStandIn, startEugoda } from '../sandbox/eugoda/index.ts';
import { defaultSettings, demoApplication } from '../sandbox/eugoda/settings.ts';
import { type Agreements, createAgreements } from './agreements.ts';
import type { WorkerPlatform } from './platform.ts';

let standIn: EugodaStandIn;
let db: Database;
let agreements: Agreements;
let opened: string[];
let settings: ReturnType<typeof createSettings>;
let vault: ReturnType<typeof createVault>;
/** Stands between the worker and the stand-in; each test may put something of its own here. */
let through: FetchPort;

beforeAll(async () => {
  standIn = await startEugoda();
});
afterAll(() => standIn.stop());
beforeEach(async () => {
  standIn.set(defaultSettings());
  through = fetchThrough(standIn);
  db = await openDatabase();
  for (const store of ['agreements', 'blobs', 'receipts'] as const) await db.clear(store);
  const local = memoryStore();
  settings = createSettings({ local });
  const clock = { now: () => Date.now() };
  vault = createVault({ local, session: memoryStore(), clock, lockAfterMs: () => 600_000 });
  await settings.set({ eugodaApplications: [{ id: 'umbrella', label: 'Umbrella', port: 3000 }] });
  await vault.put(eugodaSecretName('umbrella'), demoApplication.secret);
  agreements = rebornWorker();
});
afterEach(() => db.close());

function rebornWorker(): Agreements {
  opened = [];
  const platform = {
    fetch: (url: string, init: Parameters<FetchPort>[1]) => through(url, init),
    timer: { now: () => Date.now() },
    wake: { hold: () => () => undefined },
    announce: () => undefined,
    tabs: { openDesk: async (route: string) => void opened.push(route) },
  } as unknown as WorkerPlatform;
  const texts = async () => testTranslator();
  return createAgreements({ platform, database: async () => db, settings, vault, texts });
}

const options = { ...defaultRegistrationOptions };
const contract = new TextEncoder().encode('Договір № 1 '.repeat(50));
async function storeFile(): Promise<string> {
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
async function registerFile(more: Partial<typeof options> = {}): Promise<string> {
  const request = { applicationId: 'umbrella', fileName: 'd.txt', blobId: await storeFile() };
  return (await agreements.registerFile({ ...request, ...options, ...more })).externalId;
}
const failureOf = (task: Promise<unknown>) =>
  task.then(
    () => null,
    error => error.failure,
  );
const one = async (externalId: string) =>
  (await agreements.list()).agreements.find(agreement => agreement.externalId === externalId);
const archiveOf = async (externalId: string) => {
  const archive = (await one(externalId))?.archive;
  return archive ? (await db.get('blobs', archive.blobId))?.bytes : undefined;
};
const posts = (path = '/api/signing') =>
  standIn.requests.filter(request => request.method === 'POST' && request.path === path);

describe('a registration', () => {
  it('is written down before it is sent, gives a link and a receipt, and lets go of the file', async () => {
    const inner = through;
    const seen: unknown[] = [];
    through = async (url, init) => {
      if (init.method === 'POST') seen.push(...(await db.getAll('agreements')));
      return inner(url, init);
    };
    const id = await registerFile();
    expect(seen).toMatchObject([{ externalId: id, state: 'registering', answers: [] }]);
    expect(await one(id)).toMatchObject({ state: 'active', name: 'd.txt', error: null });
    expect((await one(id))?.link).toMatch(/^https:\/\/eugoda\.com\/sign\//);
    expect(await db.get('receipts', `receipt-${id}`)).toMatchObject({
      action: 'eugoda-register',
      title: 'd.txt',
    });
    expect(await db.count('blobs')).toBe(0);
  });

  it('of a template keeps a digest, and none of its data', async () => {
    const data = { name: 'Тест', number: '1', passportNo: 'МЕ123456', passportDate: '2001-01-01' };
    const rest = { issuer: '8001', city: 'Київ', date: '2026-11-21', salary: 54321 };
    await agreements.registerTemplate({
      applicationId: 'umbrella',
      templateId: 'contract-1',
      name: 'Контракт',
      data: { ...data, ...rest },
      ...options,
    });
    const stored = JSON.stringify([await db.getAll('agreements'), await db.getAll('receipts')]);
    expect(stored).toContain('Контракт');
    expect(stored).not.toMatch(/МЕ123456|54321|8001|umbrella-secret/);
  });

  it.each(['drop-after', 'fail-after'] as const)(
    'whose answer is lost (%s) is sent once, and looked for on request',
    async fault => {
      standIn.set({ fault });
      const before = posts().length;
      const failure = await failureOf(registerFile());
      expect(failure).toMatchObject({ code: 'eugoda-ambiguous', data: { uncertain: 1 } });
      const id = String(failure.data.externalId);
      expect(await one(id)).toMatchObject({ state: 'ambiguous', link: null });
      expect(posts()).toHaveLength(before + 1);
      standIn.set({ fault: 'none' });
      const { token } = standIn.agreements.find(agreement => agreement.externalId === id)!.link;
      await agreements.renew(id);
      expect(posts('/api/signing/share').at(-1)?.parameters).toMatchObject({ isNew: false });
      expect(await one(id)).toMatchObject({
        state: 'active',
        link: `https://eugoda.com/sign/${token}`,
        error: null,
      });
      await agreements.renew(id);
      expect(posts('/api/signing/share').at(-1)?.parameters).toMatchObject({ isNew: true });
      expect((await one(id))?.link).not.toContain(token);
    },
  );

  it('that took no effect is found out to have failed', async () => {
    standIn.set({ fault: 'drop-before' });
    const id = String((await failureOf(registerFile())).data.externalId);
    standIn.set({ fault: 'none' });
    expect(await failureOf(agreements.renew(id))).toMatchObject({ code: 'eugoda-unknown-document' });
    expect(await one(id)).toMatchObject({ state: 'failed' });
  });

  it('that is refused has failed, with the words and the raw answer', async () => {
    await vault.put(eugodaSecretName('umbrella'), 'wrong');
    const failure = await failureOf(registerFile());
    expect(failure).toMatchObject({ code: 'eugoda-mac-refused', data: { uncertain: 0 } });
    const failed = await one(String(failure.data.externalId));
    expect(failed).toMatchObject({ state: 'failed', error: { words: 'Невірний рядок валідації' } });
    expect(failed?.raw).toContain('Невірний рядок валідації');
  });

  it('stays under way through a rebirth of the same worker, and becomes uncertain through a dead one’s', async () => {
    const inner = through;
    let answer: () => void = () => undefined;
    let task: Promise<string> | undefined;
    await new Promise<void>(sent => {
      through = async (url, init) => {
        const done = await inner(url, init);
        if (init.method !== 'POST') return done;
        await new Promise<void>(resolve => {
          answer = resolve;
          sent();
        });
        return done;
      };
      task = registerFile();
    });
    const externalId = String((await agreements.list()).agreements[0]?.externalId);
    await agreements.rebirth();
    expect(await one(externalId)).toMatchObject({ state: 'registering' });
    await rebornWorker().rebirth();
    expect(await one(externalId)).toMatchObject({ state: 'ambiguous' });
    answer();
    await task;
    expect(await one(externalId)).toMatchObject({ state: 'active' });
  });

  it('that was forgotten meanwhile is not brought back by its answer', async () => {
    const inner = through;
    through = async (url, init) => {
      const done = await inner(url, init);
      const [stored] = await db.getAll('agreements');
      if (init.method === 'POST') await agreements.forget(stored!.externalId);
      return done;
    };
    await registerFile();
    expect((await agreements.list()).agreements).toEqual([]);
    expect(await db.count('receipts')).toBe(0);
    expect(JSON.stringify(await db.getAll('agreements'))).not.toMatch(/d\.txt|sign\//);
  });
});

describe('an archive', () => {
  async function signed(more: Partial<typeof options> = {}): Promise<string> {
    const id = await registerFile(more);
    standIn.sign(id);
    return id;
  }
  const whole = async (id: string) => {
    await agreements.fetch(id);
    return (await archiveOf(id))!;
  };

  it('is noted before it is asked for, stored chunk by chunk, named, and joined', async () => {
    standIn.set({ chunkSize: 100 });
    const id = await signed();
    const inner = through;
    let noted: unknown;
    through = async (url, init) => {
      noted = await db.get('agreements', id);
      return inner(url, init);
    };
    await agreements.fetch(id);
    expect(noted).toMatchObject({ archives: [{ size: 0, complete: false }] });
    expect(await one(id)).toMatchObject({ state: 'fetched', archive: { fileName: 'd.zip', complete: true } });
    expect((await archiveOf(id))?.length).toBe((await one(id))?.archive?.size);
    expect(await db.count('blobs')).toBe(1);
  });

  it('that breaks off anywhere keeps every byte that was delivered, beside an earlier whole one', async () => {
    const id = await signed();
    standIn.set({ chunkSize: 64 });
    const bytes = await whole(id);
    for (const cut of [1, 63, 64, 65, 700, bytes.length - 12]) {
      standIn.set({ breakAfter: cut });
      const other = await signed();
      await agreements.fetch(other);
      expect((await one(other))?.archive).toMatchObject({ size: cut, complete: false });
      expect((await archiveOf(other))?.length).toBe(cut);
    }
    await agreements.fetch(id);
    expect(Buffer.from((await archiveOf(id))!).equals(bytes)).toBe(true);
  });

  it('of which not a byte came is said, and leaves no note', async () => {
    standIn.set({ breakAfter: 0 });
    const id = await signed();
    expect(await failureOf(agreements.fetch(id))).toMatchObject({ code: 'eugoda-no-answer' });
    expect(await one(id)).toMatchObject({ state: 'active', archive: null });
    expect(await db.count('blobs')).toBe(0);
  });

  it('whose worker died is put together at the next start, whole where its length says so', async () => {
    const id = await signed();
    const bytes = await whole(id);
    for (const [cut, complete] of [
      [500, false],
      [bytes.length, true],
    ] as const) {
      const dead = await signed();
      const archiveId = `archive-${dead}`;
      await db.put('agreements', step.fetchBegan((await db.get('agreements', dead))!, archiveId, 'x.bin', 1));
      const put = (suffix: string, part: Uint8Array) =>
        db.put('blobs', {
          id: `${archiveId}.${suffix}`,
          owner: `agreement:${dead}`,
          bytes: part,
          name: '',
          type: '',
          createdAt: 1,
          complete: false,
        });
      const head = { contentDisposition: 'attachment; filename="Договір.zip"', expected: bytes.length };
      await put('head', new TextEncoder().encode(JSON.stringify(head)));
      await put('part-000000', bytes.slice(0, 100));
      await put('part-000001', bytes.slice(100, cut));
      expect((await one(dead))?.archive).toBeNull();
      agreements = rebornWorker();
      await agreements.rebirth();
      const { archive } = (await one(dead))!;
      expect(archive).toMatchObject({ size: cut, complete, fileName: 'Договір.zip' });
      expect(Buffer.from((await archiveOf(dead))!).equals(bytes.slice(0, cut))).toBe(true);
    }
  });

  it('is not taken for a dead worker’s while it is coming', async () => {
    const id = await signed();
    standIn.set({ chunkSize: 40, chunkMs: 25 });
    const task = agreements.fetch(id);
    await expect.poll(() => db.count('blobs')).toBeGreaterThan(2);
    await agreements.rebirth();
    await task;
    expect((await one(id))?.archive).toMatchObject({ complete: true });
  });

  it('that the storage did not take at first is stored whole all the same', async () => {
    standIn.set({ chunkSize: 200 });
    const id = await signed();
    const real = db.transaction.bind(db);
    let failing = 0;
    Object.assign(db, {
      transaction: (...args: Parameters<typeof real>) => {
        if (args[0] === 'blobs' && args[1] === 'readwrite' && ++failing === 5) throw new Error('closed');
        return real(...args);
      },
    });
    await agreements.fetch(id);
    Object.assign(db, { transaction: real });
    expect((await one(id))?.archive).toMatchObject({ complete: true, size: (await archiveOf(id))!.length });
    expect(Object.keys(unzipSync((await archiveOf(id))!))).toEqual(['d.txt', 'd.txt.p7s']);
  });

  it('that cannot be put together stays in its parts, and is at the next start', async () => {
    standIn.set({ chunkSize: 200 });
    const id = await signed({ removeOnCompleted: true });
    const real = db.transaction.bind(db);
    const quota = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    let parts = 0;
    Object.assign(db, {
      transaction: (...args: Parameters<typeof real>) => {
        if (args[0] === 'blobs' && standIn.agreements.at(-1)?.removed && ++parts > 0) throw quota;
        return real(...args);
      },
    });
    await agreements.fetch(id).catch(() => undefined);
    Object.assign(db, { transaction: real });
    const kept = (await db.getAll('blobs')).filter(blob => blob.id.includes('.part-'));
    expect(kept.length).toBeGreaterThan(0);
    agreements = rebornWorker();
    await agreements.rebirth();
    expect((await one(id))?.archive?.size).toBe(kept.reduce((sum, { bytes }) => sum + bytes.length, 0));
  });

  it('may be delivered only once: the second refusal takes nothing away', async () => {
    const id = await signed({ removeOnCompleted: true });
    const bytes = await whole(id);
    expect(await failureOf(agreements.fetch(id))).toMatchObject({ code: 'eugoda-unknown-document' });
    expect(await one(id)).toMatchObject({
      state: 'fetched',
      archive: { complete: true, size: bytes.length },
    });
    expect(Buffer.from((await archiveOf(id))!).equals(bytes)).toBe(true);
  });

  it('is asked for once, however many ask at the same time', async () => {
    standIn.set({ latencyMs: 20 });
    const id = await signed({ removeOnCompleted: true });
    const before = standIn.requests.length;
    await Promise.all([agreements.fetch(id), agreements.fetch(id)]);
    expect(standIn.requests).toHaveLength(before + 1);
    expect((await one(id))?.archive?.complete).toBe(true);
  });

  it('that is a refusal with status 200 is none; what was answered is kept as an answer', async () => {
    standIn.set({ beforeSigned: '200' });
    const id = await registerFile();
    expect(await failureOf(agreements.fetch(id))).toMatchObject({ code: 'eugoda-not-signed-yet' });
    expect(await one(id)).toMatchObject({ state: 'active', archive: null });
    expect((await one(id))?.raw).toMatch(/ document\n.*Документ ще не підписано/);
    expect(await db.count('blobs')).toBe(0);
  });

  it('goes with its agreement', async () => {
    const id = await signed();
    await agreements.fetch(id);
    await agreements.forget(id);
    expect((await agreements.list()).agreements).toEqual([]);
    expect([await db.count('blobs'), await db.count('receipts')]).toEqual([0, 0]);
  });
});

describe('the list', () => {
  it('tells which secrets are there without using them', async () => {
    await settings.set({
      eugodaApplications: [
        { id: 'umbrella', label: 'Umbrella', port: 3000 },
        { id: 'other', label: '', port: 3000 },
      ],
    });
    await vault.setPassphrase('correct horse');
    const secrets = async () => (await agreements.list()).applications.map(({ secret }) => secret);
    expect(await secrets()).toEqual(['open', 'missing']);
    const before = await vault.state();
    await new Promise(resolve => setTimeout(resolve, 5));
    await agreements.list();
    expect(await vault.state()).toEqual(before);
    await vault.lock();
    expect(await secrets()).toEqual(['locked', 'missing']);
    expect(await failureOf(registerFile())).toMatchObject({ code: 'vault-locked' });
    expect(await db.count('agreements')).toBe(0);
  });
});

describe('a page', () => {
  async function seenOf(more: Partial<typeof options> = {}): Promise<PageAgreement> {
    const id = await registerFile(more);
    const { id: eugodaId, link } = standIn.agreements.find(agreement => agreement.externalId === id)!;
    await agreements.forget(id);
    const until = new Date(Math.floor(link.until / 1000) * 1000);
    return {
      eugodaId,
      externalId: id,
      link: `https://eugoda.com/sign/${link.token}`,
      until: until.toLocaleString('uk-UA'),
    };
  }
  const idsOf = (view: { actions: readonly { id: string }[] } | null) => view?.actions.map(({ id }) => id);
  const act = (seen: PageAgreement, action: 'track' | 'renew' | 'fetch' | 'open-desk') =>
    agreements.pageAct({ seen, action });

  it('is taken over, with its local date, renewed and fetched', async () => {
    const seen = await seenOf();
    expect(idsOf(await agreements.pageView(seen))).toEqual(['track', 'copy-link', 'open-desk']);
    expect(idsOf(await act(seen, 'track'))).toEqual(['fetch', 'renew', 'copy-link', 'open-desk']);
    const tracked = await one(seen.externalId!);
    const stored = standIn.agreements.find(agreement => agreement.externalId === seen.externalId)!;
    expect(tracked).toMatchObject({ state: 'active', link: seen.link, untilComputed: false });
    expect(Math.abs(tracked!.until! - stored.link.until)).toBeLessThan(1000);
    expect((await act(seen, 'renew'))?.link).not.toBe(seen.link);
    standIn.sign(seen.externalId!);
    expect((await act(seen, 'fetch'))?.status.tone).toBe('done');
    expect(await archiveOf(seen.externalId!)).toBeDefined();
    await act(seen, 'open-desk');
    expect(opened).toEqual([`agreements/${seen.externalId}`]);
  });

  it('gets a refusal in words, and the card stays', async () => {
    const seen = await seenOf();
    await act(seen, 'track');
    expect((await act(seen, 'fetch'))?.status).toMatchObject({
      tone: 'error',
      text: expect.stringMatching(/Not signed/),
    });
    await settings.set({ eugodaApplications: [] });
    expect((await act(seen, 'fetch'))?.status.text).toMatch(/No eUgoda application/);
  });

  it('that shows an agreement of another application finds out whose it is', async () => {
    const seen = await seenOf();
    standIn.sign(seen.externalId!);
    standIn.set({ applications: [demoApplication, { id: 'first', secret: 's-1', templates: [] }] });
    await settings.set({
      eugodaApplications: [
        { id: 'first', label: '', port: 3000 },
        { id: 'umbrella', label: 'Umbrella', port: 3000 },
      ],
    });
    await vault.put(eugodaSecretName('first'), 's-1');
    await act(seen, 'track');
    expect((await act(seen, 'fetch'))?.status.tone).toBe('done');
    expect(await one(seen.externalId!)).toMatchObject({ applicationId: 'umbrella', state: 'fetched' });
  });

  it('offers no more than what can be done', async () => {
    const seen = await seenOf();
    expect(idsOf(await agreements.pageView({ ...seen, externalId: 'not:ours' }))).toEqual([
      'copy-link',
      'open-desk',
    ]);
    const signing = { eugodaId: null, externalId: null, link: seen.link, until: null };
    expect(idsOf(await agreements.pageView(signing))).toEqual(['copy-link', 'open-desk']);
    await act(seen, 'track');
    expect(idsOf(await agreements.pageView(signing))).toContain('fetch');
    const foreign = { ...seen, eugodaId: 'another-one' };
    expect(idsOf(await agreements.pageView(foreign))).not.toContain('fetch');
  });
});
