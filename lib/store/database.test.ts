import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../receipts/receipt.ts';
import { DATABASE_NAME, eraseDatabase, openDatabase, type StoredBlob } from './database.ts';

type Upgrades = NonNullable<Parameters<typeof openDatabase>[1]>;

/** The database as the first release made it, with something in it. */
async function firstRelease(): Promise<void> {
  const database = await openDatabase(undefined, FIRST);
  await database.put('receipts', { id: 'r1', title: 'С-77', at: 1 } as Receipt);
  const bytes = Uint8Array.of(1, 2, 3);
  const blob = { id: 'b1', owner: 'receipt:r1', bytes, name: '', type: '', createdAt: 1, complete: true };
  await database.put('blobs', blob satisfies StoredBlob);
  database.close();
}
const FIRST: Upgrades = [
  database => {
    database.createObjectStore('receipts', { keyPath: 'id' });
    database.createObjectStore('blobs', { keyPath: 'id' }).createIndex('owner', 'owner');
  },
];
const log: string[] = [];
/** What releases to come may do: an index more, records in another form. */
const SECOND: Upgrades = [
  ...FIRST,
  (_database, transaction) => {
    log.push('2');
    transaction.objectStore('receipts').createIndex('at', 'at');
  },
  async (_database, transaction) => {
    log.push('3');
    for (const receipt of await transaction.objectStore('receipts').getAll())
      await transaction.objectStore('receipts').put({ ...receipt, title: `${receipt.title}!` });
  },
];

describe('the database', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    log.length = 0;
  });

  it('begins with every store and index that is used', async () => {
    const database = await openDatabase();
    const names = ['agreements', 'batches', 'blobs', 'jobs', 'receipts', 'reviews'];
    expect([...database.objectStoreNames]).toEqual(names);
    const { store } = database.transaction('jobs');
    expect([...store.indexNames]).toEqual(['open', 'subject', 'updatedAt']);
    database.close();
  });

  it('is upgraded step by step, each step once, and loses nothing', async () => {
    await firstRelease();
    const upgraded = await openDatabase(undefined, SECOND);
    expect(upgraded.version).toBe(3);
    expect(log).toEqual(['2', '3']);
    expect(await upgraded.getAllFromIndex('receipts', 'at')).toEqual([{ id: 'r1', title: 'С-77!', at: 1 }]);
    expect((await upgraded.get('blobs', 'b1'))?.bytes).toEqual(Uint8Array.of(1, 2, 3));
    upgraded.close();
    (await openDatabase(undefined, SECOND)).close();
    expect(log).toEqual(['2', '3']);
  });

  it('takes all steps at once where there is nothing yet', async () => {
    const fresh = await openDatabase(undefined, SECOND);
    expect(log).toEqual(['2', '3']);
    expect(await fresh.count('receipts')).toBe(0);
    fresh.close();
  });

  it('stays as it was when a step fails, and says why', async () => {
    await firstRelease();
    const broken: Upgrades = [
      ...SECOND,
      async (_database, transaction) => {
        await transaction.objectStore('receipts').clear();
        throw new TypeError('a record nobody expected');
      },
    ];
    await expect(openDatabase(undefined, broken)).rejects.toThrow('a record nobody expected');
    const before = await openDatabase(undefined, FIRST);
    expect(await before.getAll('receipts')).toEqual([{ id: 'r1', title: 'С-77', at: 1 }]);
    before.close();
  });

  it('of a newer release is refused untouched', async () => {
    await firstRelease();
    (await openDatabase(undefined, SECOND)).close();
    await expect(openDatabase(undefined, FIRST)).rejects.toMatchObject({ name: 'VersionError' });
    const newer = await openDatabase(undefined, SECOND);
    expect(await newer.count('receipts')).toBe(1);
    newer.close();
  });

  it('is let go of when another context upgrades it', async () => {
    const old = await openDatabase(undefined, FIRST);
    const upgraded = await openDatabase(() => log.push('blocked'), SECOND);
    expect(log).toEqual(['2', '3']);
    await expect(old.get('receipts', 'r1')).rejects.toMatchObject({ name: 'InvalidStateError' });
    upgraded.close();
  });

  it('says when another context does not let it go, and is opened when that one does', async () => {
    const stubborn = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(DATABASE_NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('receipts', { keyPath: 'id' });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const opening = openDatabase(() => {
      log.push('blocked');
      stubborn.close();
    }, SECOND);
    (await opening).close();
    expect(log).toEqual(['blocked', '2', '3']);
  });

  it('is emptied, whatever else has it open', async () => {
    const [one, other] = [await openDatabase(), await openDatabase()];
    await one.put('reviews', { id: 'r', createdAt: 0, payload: null });
    await eraseDatabase(async () => one);
    expect(await other.count('reviews')).toBe(0);
  });

  it('goes as a whole where it is a newer version’s', async () => {
    await firstRelease();
    (await openDatabase(undefined, SECOND)).close();
    await expect(openDatabase()).rejects.toMatchObject({ name: 'VersionError' });
    await eraseDatabase(() => openDatabase());
    const database = await openDatabase();
    expect(await database.count('receipts')).toBe(0);
    database.close();
  });
});
