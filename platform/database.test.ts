import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DATABASE_NAME } from '../lib/store/database.ts';

describe("this context's database", () => {
  let database: typeof import('./database.ts').database;
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    vi.resetModules();
    ({ database } = await import('./database.ts'));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is one, however often it is asked for', async () => {
    const [one, two] = await Promise.all([database(), database()]);
    expect(one).toBe(two);
    expect(await database()).toBe(one);
  });

  it('that is damaged is named, and tried again by the next call', async () => {
    const broken = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    await expect(database()).rejects.toMatchObject({ name: 'UnknownError' });
    expect(broken).toHaveBeenCalledOnce();
    expect(await (await database()).count('receipts')).toBe(0);
  });

  it('is opened anew after it was closed under us', async () => {
    const first = await database();
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(DATABASE_NAME);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    const second = await database();
    expect(second).not.toBe(first);
    expect(await second.count('receipts')).toBe(0);
  });

  it('says when another context does not let an older version go, and opens once it does', async () => {
    // An upgrade wants to begin: here the deletion of the database, for which all must let go too.
    const older = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(DATABASE_NAME, 1);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    vi.doMock('../lib/store/database.ts', async original => {
      const real = await original<typeof import('../lib/store/database.ts')>();
      return {
        ...real,
        openDatabase: (onBlocked: () => void) => real.openDatabase(onBlocked, [() => {}, () => {}]),
      };
    });
    vi.resetModules();
    ({ database } = await import('./database.ts'));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = database();
    const answer = asked.then(
      () => 'opened',
      error => error.failure?.code,
    );
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    vi.advanceTimersByTime(3000);
    expect(await answer).toBe('storage-blocked');
    await expect(database()).rejects.toMatchObject({ failure: { code: 'storage-blocked' } });
    vi.useRealTimers();
    older.close();
    await vi.waitFor(async () => expect((await database()).version).toBe(2));
    vi.doUnmock('../lib/store/database.ts');
  });
});
