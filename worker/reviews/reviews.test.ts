import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { GROUPS, keysView } from '../../components/testing/fixtures/keys.ts';
import type { KeyGroup, KeyView } from '../../lib/messages/views/keys.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { JobBytes } from '../../lib/signing/ports.ts';
import { aJob, failed } from '../../lib/signing/testing/set-up.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { account } from '../inbox/inbox.fixture.ts';
import { keyView } from '../keys/keys.fixture.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { ReviewPayload } from './review-payload.ts';
import { createReviews, type Reviews } from './reviews.ts';

const OPTIONS = { keyId: 'key', detached: true, stamp: false };
let key: KeyView;

describe('a review of files', () => {
  let db: Database;
  let reviews: Reviews;
  let started: { job: JobRecord; bytes: JobBytes }[];
  /** Blobs read since the last look. */
  let read: string[];
  let startFails: () => boolean;
  let storeFails: Error | null;
  let opened: string[];
  let cancelled: string[];
  beforeEach(async () => {
    db = await openDatabase();
    for (const store of ['jobs', 'blobs', 'reviews'] as const) await db.clear(store);
    started = [];
    read = [];
    startFails = () => false;
    storeFails = null;
    opened = [];
    cancelled = [];
    key = keyView('k', 'Karimova');
    const watched = new Proxy(db, {
      get: (target, name) =>
        name === 'get'
          ? (store: 'blobs', id: string) => {
              if (store === 'blobs') read.push(id);
              return target.get(store, id);
            }
          : typeof Reflect.get(target, name) === 'function'
            ? Reflect.get(target, name).bind(target)
            : Reflect.get(target, name),
    });
    reviews = createReviews({
      platform: {
        timer: { now: () => 1000 },
        tabs: { openDesk: async (route: string) => void opened.push(route) },
        session: memoryStore(),
      } as unknown as WorkerPlatform,
      database: async () => {
        if (storeFails) throw storeFails;
        return watched;
      },
      keys: { view: async () => keysView(), viewById: async () => ({ owner: 'token', key }) } as never,
      engine: {
        async start(job: JobRecord, bytes: JobBytes) {
          if (startFails()) throw new Error('the worker died here');
          started.push({ job, bytes });
          await db.put('jobs', job);
          return job;
        },
        cancel: async (id: string) => void cancelled.push(id),
      } as never,
      didox: { serverChosen: async () => 'production' } as never,
      preparePorts: () => ({}) as never,
    });
    return () => db.close();
  });
  const put = async (contents: readonly string[]) => {
    const files = [];
    for (const [at, content] of contents.entries()) {
      const bytes = new TextEncoder().encode(content);
      const blob = { id: `blob-${at}`, owner: 'review:new', bytes, name: '', type: '' };
      await db.put('blobs', { ...blob, createdAt: 0, complete: true });
      files.push({ blobId: blob.id, name: `${at}.txt`, size: bytes.length, type: '' });
    }
    return reviews.files(files);
  };

  const confirm = async (id: string) =>
    reviews.confirm(
      id,
      OPTIONS,
      (await reviews.get(id))!.items.map(item => item.sha256),
    );

  it('works out sizes and digests once, and shows them without reading the files again', async () => {
    const id = await put(['a', 'bc']);
    read = [];
    for (let look = 0; look < 3; look += 1)
      expect((await reviews.get(id))?.items).toMatchObject([
        { title: '0.txt', size: 1, sha256: expect.stringMatching(/^ca978112/) },
        { title: '1.txt', size: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ]);
    expect(read).toEqual([]);
    expect((await db.getAll('blobs')).map(({ owner }) => owner)).toEqual([`review:${id}`, `review:${id}`]);
  });

  it('hides nothing in the name of a file that would make it another one', async () => {
    const bytes = new Uint8Array([1]);
    const blob = { id: 'b', owner: 'review:new', bytes, name: '', type: '', createdAt: 0, complete: true };
    await db.put('blobs', blob);
    const id = await reviews.files([{ blobId: 'b', name: 'Contract\u202efdp.exe', size: 1, type: '' }]);
    expect((await reviews.get(id))?.items[0]?.facts).toMatchObject([{ value: 'Contract[U+202E]fdp.exe' }]);
  });

  it('makes a job of each file, also of two with the same bytes', async () => {
    const id = await put(['same', 'same', 'other']);
    await confirm(id);
    expect(new Set(started.map(({ job }) => job.subject)).size).toBe(3);
    expect((await reviews.jobs(id)).map(({ title }) => title)).toEqual(['0.txt', '1.txt', '2.txt']);
  });

  it('takes two clicks at once for one', async () => {
    const id = await put(['a', 'b']);
    const [one, two] = await Promise.all([confirm(id), confirm(id)]);
    expect(one).toEqual(two);
    expect(started).toHaveLength(2);
  });

  it('goes on where a dead worker stopped, and starts nothing twice', async () => {
    const id = await put(['a', 'b', 'c']);
    startFails = () => started.length === 2;
    await expect(confirm(id)).rejects.toThrow('died');
    expect((await reviews.get(id))?.jobIds).toHaveLength(2);
    startFails = () => false;
    await confirm(id);
    expect(started.map(({ job }) => job.title)).toEqual(['0.txt', '1.txt', '2.txt']);
    await confirm(id);
    expect(started).toHaveLength(3);
  });

  it('begins nothing more once it was dismissed, stops what it began, and does not come back', async () => {
    const id = await put(['a', 'b', 'c']);
    let dismissing: Promise<void> | undefined;
    startFails = () => {
      // Whoever thinks better of it presses while the second file is being begun.
      if (started.length === 1) dismissing ??= reviews.dismiss(id);
      return false;
    };
    await confirm(id).catch(() => undefined);
    await dismissing;
    expect(started.map(({ job }) => job.title)).toEqual(['0.txt', '1.txt']);
    expect(cancelled.sort()).toEqual(started.map(({ job }) => job.id).sort());
    expect(await reviews.get(id)).toBeNull();
  });

  it('begins nothing when it is dismissed in the same moment', async () => {
    const id = await put(['a', 'b']);
    const confirming = confirm(id).catch(() => undefined);
    await reviews.dismiss(id);
    await confirming;
    expect(started).toEqual([]);
    expect(await reviews.get(id)).toBeNull();
  });

  it('expects the signer that was shown, and asks for no password of a key past its time', async () => {
    await confirm(await put(['a']));
    expect(started[0]?.job.signer).toMatchObject({ label: 'Karimova, Alfa', serial: 'ab', tin: '1' });
    key = { ...key, validity: 'expired' };
    await expect(confirm(await put(['b']))).rejects.toMatchObject({
      failure: { code: 'key-expired' },
    });
    expect(started).toHaveLength(1);
  });

  it('signs what was shown, or nothing', async () => {
    const id = await put(['to pay: 100']);
    const blob = await db.get('blobs', 'blob-0');
    await db.put('blobs', { ...blob!, bytes: new TextEncoder().encode('to pay: 999') });
    await expect(confirm(id)).rejects.toMatchObject({
      failure: { code: 'document-changed' },
    });
    expect(started).toEqual([]);
  });

  it('signs a text only as it was shown, in the form its bytes have', async () => {
    const id = await reviews.practice('A text', 'to pay: 100\r\n\ud800');
    const [item] = (await reviews.get(id))!.items;
    expect(item!.text).toBe('to pay: 100\n\ufffd');
    const stored = await db.get('reviews', id);
    const payload = { kind: 'practice', title: 'A text', text: 'to pay: 999' };
    await db.put('reviews', { ...stored!, payload: { payload, jobIds: [] } });
    await expect(reviews.confirm(id, OPTIONS, [item!.sha256])).rejects.toMatchObject({
      failure: { code: 'document-changed' },
    });
    expect(started).toEqual([]);
    await confirm(id);
    expect(started).toHaveLength(1);
  });

  it('takes the same text once more for the same only if it is from the same page and to be signed in the same way', async () => {
    const select = async (url: string, stamp: boolean) => {
      const id = await reviews.open({
        kind: 'selection',
        text: 'I agree',
        from: { title: '', url },
        fidelity: 'exact',
      });
      const shown = (await reviews.get(id))!.items.map(item => item.sha256);
      await reviews.confirm(id, { ...OPTIONS, stamp }, shown);
      return started.at(-1)!.job.subject;
    };
    const plain = await select('https://example.uz/a', false);
    expect(await select('https://example.uz/a', false)).toBe(plain);
    expect(await select('https://example.uz/a', true)).not.toBe(plain);
    expect(await select('https://example.uz/b', false)).not.toBe(plain);
  });

  it('a selected text that cannot be put up: the page that opens says why', async () => {
    const from = { title: 'A page', url: 'https://example.uz/' };
    const select = () => reviews.open({ kind: 'selection', text: 'text', from, fidelity: 'exact' });
    await reviews.openOrSay(select);
    storeFails = new DOMException('the disk is full', 'QuotaExceededError');
    await reviews.openOrSay(select);
    storeFails = null;
    const ids = opened.map(route => route.replace('review/', ''));
    expect(ids).toHaveLength(2);
    expect((await reviews.get(ids[0]!))?.items).toMatchObject([{ text: 'text' }]);
    await expect(reviews.get(ids[1]!)).rejects.toMatchObject({ failure: { code: 'storage-full' } });
    expect(await reviews.get('another')).toBeNull();
  });

  it('a text that the menu cut off is not put up: nobody signs a contract without its end', async () => {
    const from = { title: 'A page', url: 'https://example.uz/' };
    const select = (length: number, fidelity: 'exact' | 'menu') =>
      reviews.openOrSay(() => reviews.open({ kind: 'selection', text: 'а'.repeat(length), from, fidelity }));
    await select(16_384, 'menu');
    await select(16_383, 'menu');
    await select(16_384, 'exact');
    const [cut, ...whole] = opened.map(route => route.replace('review/', ''));
    await expect(reviews.get(cut!)).rejects.toMatchObject({ failure: { code: 'too-large' } });
    expect(whole).toHaveLength(2);
    for (const id of whole) expect((await reviews.get(id))?.items).toHaveLength(1);
  });
});

describe('a review of a document', () => {
  /** What is shown of a document without content. */
  const NOTHING = ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'];
  const payload = (action: 'sign' | 'cancel'): ReviewPayload => ({
    kind: 'didox',
    server: 'production',
    account: account('tin:1'),
    // Sent meanwhile: only a cancellation fits it, and what that signs was not asked for.
    prepared: {
      action: 'cancel',
      content: null,
      theirs: null,
      obstacle: null,
      document: {},
      read: {},
    } as never,
    action,
    comment: undefined,
  });
  const world = async () => {
    const db = await openDatabase();
    for (const store of ['jobs', 'reviews'] as const) await db.clear(store);
    const started: JobRecord[] = [];
    const reviews = createReviews({
      platform: {
        timer: { now: () => 1000 },
        tabs: { openDesk: async () => {} },
      } as unknown as WorkerPlatform,
      database: async () => db,
      keys: {
        viewById: async () => ({ owner: 'tin:1', key: keyView('k') }),
        forOwner: async () => ({ candidates: [keyView('k')], settled: keyView('k'), unusable: null }),
      } as never,
      engine: {
        start: async (job: JobRecord) => {
          started.push(job);
          return job;
        },
      } as never,
      didox: {} as never,
      preparePorts: () => ({}) as never,
    });
    return { reviews, started, stored: (id: string) => db.get('reviews', id), db };
  };
  it('that is deleted needs no key; whatever is signed needs one that was named', async () => {
    const { reviews, started, db } = await world();
    const confirm = async (action: 'delete-draft' | 'sign') => {
      const id = crypto.randomUUID();
      const stored = { ...payload('sign'), action, prepared: { action: 'sign', document: {}, read: {} } };
      await db.put('reviews', { id, createdAt: 1, payload: { payload: stored, jobIds: [] } });
      await reviews.confirm(id, { detached: false, stamp: true }, NOTHING);
    };
    await expect(confirm('sign')).rejects.toMatchObject({ failure: { code: 'several-keys' } });
    expect(started).toEqual([]);
    await confirm('delete-draft');
    expect(started).toMatchObject([{ action: 'didox-delete-draft', signer: null }]);
    db.close();
  });
  it.each(['sign', 'cancel'] as const)('titled "%s" sends nothing without a signature', async action => {
    const { reviews, started, db } = await world();
    const id = crypto.randomUUID();
    await db.put('reviews', { id, createdAt: 1, payload: { payload: payload(action), jobIds: [] } });
    await expect(reviews.confirm(id, { ...OPTIONS, keyId: 'k' }, NOTHING)).rejects.toMatchObject({
      failure: { code: 'stale-view' },
    });
    expect(started).toEqual([]);
    db.close();
  });
  it('of a job that was begun shows that one, and begins none beside it', async () => {
    const { reviews, started, db } = await world();
    const job = aJob({ id: 'begun', state: failed('ambiguous-submit', 'unknown') });
    await db.put('jobs', job);
    const id = await reviews.open(payload('sign'), job);
    expect(await reviews.confirm(id, { ...OPTIONS, keyId: 'k' }, NOTHING)).toEqual({ jobId: 'begun' });
    expect((await reviews.jobs(id)).map(one => one.id)).toEqual(['begun']);
    expect(started).toEqual([]);
    db.close();
  });
});

describe('the keys of a review for a company', () => {
  const [romashka, , person, tokens] = GROUPS;
  const company = { ...account(romashka!.owner), owner: romashka!.owner, via: person!.owner };
  const shown = async (groups: readonly KeyGroup[], settled: KeyView | null, candidates = settled) => {
    const db = await openDatabase();
    const reviews = createReviews({
      platform: { timer: { now: () => 1 }, session: memoryStore() } as unknown as WorkerPlatform,
      database: async () => db,
      keys: {
        view: async () => keysView({ groups }),
        forOwner: async (owner: string) =>
          owner === company.owner && candidates
            ? { candidates: [candidates], settled, unusable: null }
            : { candidates: [], settled: null, unusable: failure('no-key-for-company') },
      } as never,
      engine: {} as never,
      didox: {
        service: { createOffer: async () => ({ json: { a: 1 }, raw: '{"j":{"a":1}}', path: ['j'] }) },
      } as never,
      preparePorts: () => ({}) as never,
    });
    const view = await reviews.get(await reviews.offer('production', company));
    db.close();
    return view!;
  };

  it('are those that may sign for it: its own, those of the person who opened it, a token not yet asked', async () => {
    const { keys } = await shown(GROUPS, null);
    expect(keys.groups).toEqual([romashka, person, tokens]);
  });

  it('the one that signs elsewhere without a question is the chosen one here', async () => {
    const second = romashka!.keys[1]!;
    expect((await shown([person!, romashka!], second)).keyId).toBe(second.id);
  });

  it('the company’s own comes before the person’s, chosen or not', async () => {
    const first = romashka!.keys[0]!;
    expect((await shown([person!, romashka!], null, first)).keyId).toBe(first.id);
    expect((await shown([person!], null)).keyId).toBe(person!.chosen);
  });
});
