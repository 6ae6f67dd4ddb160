import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import * as step from '../../lib/eugoda/agreement-steps.ts';
import { partId, readDelivery } from '../../lib/eugoda/delivery-parts.ts';
import {
  agreements,
  archiveOf,
  beReborn,
  contract,
  db,
  fetched,
  fillDisk,
  one,
  type options,
  registerFile,
  standIn,
  transport,
} from './agreements.fixture.ts';
import { settleParts } from './archive-sink.ts';

describe('an archive', () => {
  async function signed(more: Partial<typeof options> = {}): Promise<string> {
    const id = await registerFile(more);
    standIn.sign(id);
    return id;
  }
  const whole = async (id: string) => {
    await fetched(id);
    return (await archiveOf(id))!;
  };

  it('is noted before it is asked for, stored chunk by chunk, named, and joined', async () => {
    standIn.set({ chunkSize: 100 });
    const id = await signed();
    const inner = transport.fetch;
    let noted: unknown;
    transport.fetch = async (url, init) => {
      noted = await db.get('agreements', id);
      return inner(url, init);
    };
    await fetched(id);
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
      await fetched(other);
      expect((await one(other))?.archive).toMatchObject({ size: cut, complete: false });
      expect((await archiveOf(other))?.length).toBe(cut);
    }
    await fetched(id);
    expect(Buffer.from((await archiveOf(id))!).equals(bytes)).toBe(true);
  });

  it('of which not a byte came is said, and leaves no note', async () => {
    standIn.set({ breakAfter: 0 });
    const id = await signed();
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-no-answer' });
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
      beReborn();
      await agreements.rebirth();
      const { archive } = (await one(dead))!;
      expect(archive).toMatchObject({ size: cut, complete, fileName: 'Договір.zip' });
      expect(Buffer.from((await archiveOf(dead))!).equals(bytes.slice(0, cut))).toBe(true);
    }
  });

  it('is not taken for a dead worker’s while it is coming', async () => {
    const id = await signed();
    standIn.set({ chunkSize: 40, chunkMs: 25 });
    const task = fetched(id);
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
    await fetched(id);
    Object.assign(db, { transaction: real });
    expect((await one(id))?.archive).toMatchObject({ complete: true, size: (await archiveOf(id))!.length });
    expect(Object.keys(unzipSync((await archiveOf(id))!))).toEqual(['d.txt', 'd.txt.p7s']);
  });

  it('that cannot be put together for want of room is whole in its parts', async () => {
    standIn.set({ chunkSize: 200 });
    const id = await signed({ removeOnCompleted: true });
    const real = db.transaction.bind(db);
    Object.assign(db, {
      transaction: (...args: Parameters<typeof real>) => {
        const transaction = real(...args);
        const { store } = transaction as unknown as { store?: { put(blob: { id: string }): unknown } };
        const put = store?.put.bind(store);
        if (args[0] === 'blobs' && store && put)
          store.put = blob => {
            if (blob.id.includes('.')) return put(blob);
            throw new DOMException('no room for both', 'QuotaExceededError');
          };
        return transaction;
      },
    });
    expect(await fetched(id)).toBeNull();
    Object.assign(db, { transaction: real });
    const { archive } = (await one(id))!;
    expect(await db.get('blobs', archive!.blobId)).toBeUndefined();
    expect(archive).toMatchObject({ complete: true, fileName: 'd.zip' });
    const { bytes } = (await readDelivery(db, archive!.blobId))!;
    expect(bytes).toHaveLength(archive!.size);
    expect(Object.keys(unzipSync(bytes))).toEqual(['d.txt', 'd.txt.p7s']);
    await agreements.forget(id);
    expect(await db.count('blobs')).toBe(0);
  });

  it('that the disk has no room for waits in memory until somebody makes room', async () => {
    standIn.set({ chunkSize: 200 });
    const id = await signed({ removeOnCompleted: true });
    const makeRoom = fillDisk(stores => stores === 'blobs' && (standIn.agreements.at(-1)?.removed ?? false));
    const { ended } = await agreements.fetch(id);
    await expect.poll(async () => (await one(id))?.download?.stuck).toBe(true);
    makeRoom();
    expect(await ended).toBeNull();
    expect(await one(id)).toMatchObject({ download: null, archive: { complete: true } });
    expect(Object.keys(unzipSync((await archiveOf(id))!))).toEqual(['d.txt', 'd.txt.p7s']);
  });

  it('of which the disk took nothing is said to have met a full disk', async () => {
    const id = await signed();
    const makeRoom = fillDisk(stores => stores === 'blobs');
    const problem = await fetched(id);
    expect(problem).toMatchObject({ code: 'storage-full' });
    expect((await one(id))?.error).toEqual(problem);
    makeRoom();
    expect(await fetched(id)).toBeNull();
    expect(await one(id)).toMatchObject({ error: null, archive: { complete: true } });
  });

  it('that nobody wrote down is found by the next attempt, and not asked for again', async () => {
    const id = await signed({ removeOnCompleted: true });
    const makeRoom = fillDisk(
      stores => stores === 'agreements,receipts' && (standIn.agreements.at(-1)?.removed ?? false),
    );
    expect(await fetched(id)).toMatchObject({ code: 'storage-full' });
    makeRoom();
    const before = standIn.requests.length;
    expect(await fetched(id)).toBeNull();
    expect(standIn.requests).toHaveLength(before);
    expect((await one(id))?.archive).toMatchObject({ complete: true });
  });

  it('says how far it is, and nothing of it stays when its agreement goes meanwhile', async () => {
    standIn.set({ chunkSize: 40, chunkMs: 10 });
    for (const go of [(id: string) => agreements.forget(id), (id: string) => db.delete('agreements', id)]) {
      const id = await signed();
      const { ended } = await agreements.fetch(id);
      await expect.poll(async () => (await one(id))?.download?.received).toBeGreaterThan(40);
      expect((await one(id))?.download?.expected).toBeGreaterThan(700);
      await go(id);
      await ended;
      expect(await db.count('blobs')).toBe(0);
    }
  });

  it('that is coming can be given up: then nothing more of it is written', async () => {
    standIn.set({ chunkSize: 40, chunkMs: 10 });
    const id = await signed();
    const { ended } = await agreements.fetch(id);
    await expect.poll(async () => (await one(id))?.download?.received).toBeGreaterThan(40);
    await agreements.stop();
    expect((await one(id))?.download).toBeNull();
    for (const store of ['agreements', 'blobs'] as const) await db.clear(store);
    await ended;
    expect([await db.count('agreements'), await db.count('blobs')]).toEqual([0, 0]);
  });

  it('that waits for room on the disk can be given up: then nobody waits any more', async () => {
    standIn.set({ chunkSize: 200 });
    const id = await signed({ removeOnCompleted: true });
    let attempts = 0;
    let tried: () => void = () => {};
    const trying = new Promise<void>(resolve => (tried = resolve));
    fillDisk(stores => {
      const full = stores === 'blobs' && (standIn.agreements.at(-1)?.removed ?? false);
      if (full && (attempts += 1) === 6) tried();
      return full;
    });
    await agreements.fetch(id);
    await trying;
    await agreements.stop();
    expect((await one(id))?.download).toBeNull();
    expect(attempts).toBeLessThan(20);
  });

  it('that cannot be taken up at a start does not hold up the others', async () => {
    const ids = [await signed(), await signed()];
    for (const archiveId of ids.flatMap(id => [`${id}-a`, `${id}-b`])) {
      const id = archiveId.slice(0, -2);
      await db.put('agreements', step.fetchBegan((await db.get('agreements', id))!, archiveId, 'x.bin', 1));
      const part = { owner: `agreement:${id}`, bytes: contract, name: '', type: '', createdAt: 1 };
      await db.put('blobs', { ...part, id: `${archiveId}.part-000000`, complete: false });
    }
    const damaged = `${(await db.getAllKeys('agreements'))[0]}-a`;
    const real = db.get.bind(db);
    Object.assign(db, {
      get: (...args: Parameters<typeof real>) => {
        if (String(args[1]).startsWith(damaged)) throw new DOMException('damaged', 'UnknownError');
        return real(...args);
      },
    });
    beReborn();
    await agreements.rebirth();
    Object.assign(db, { get: real });
    const notes = (await db.getAll('agreements')).flatMap(({ archives }) => archives);
    expect(notes.map(({ archiveId, size }) => [archiveId === damaged, size])).toEqual([
      [true, 0],
      ...Array(3).fill([false, contract.length]),
    ]);
  });

  it('is found by two that put it together at once', async () => {
    const place = { id: 'archive-1', owner: 'agreement:x', fallbackName: 'x', now: () => 0 };
    const part = { owner: place.owner, name: '', type: '', createdAt: 0, complete: false };
    await db.put('blobs', { ...part, id: partId(place.id, 0), bytes: contract });
    // Between any two readings of the one, the other has done it.
    const interrupted = new Proxy(db, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name !== 'get') return value.bind(target);
        return async (store: 'blobs', key: string) => {
          const found = await target.get(store, key);
          await settleParts(async () => target, place);
          return found;
        };
      },
    });
    expect(await settleParts(async () => interrupted, place)).toMatchObject({ size: contract.length });
  });

  it('may be delivered only once: the second refusal takes nothing away', async () => {
    const id = await signed({ removeOnCompleted: true });
    const bytes = await whole(id);
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-unknown-document' });
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
    await Promise.all([fetched(id), fetched(id)]);
    expect(standIn.requests).toHaveLength(before + 1);
    expect((await one(id))?.archive?.complete).toBe(true);
  });

  it('that is a refusal with status 200 is none; what was answered is kept as an answer', async () => {
    standIn.set({ beforeSigned: '200' });
    const id = await registerFile();
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-not-signed-yet' });
    expect(await one(id)).toMatchObject({ state: 'active', archive: null });
    expect((await one(id))?.raw).toMatch(/ document\n.*Документ ще не підписано/);
    expect(await db.count('blobs')).toBe(0);
  });

  it('goes with its agreement', async () => {
    const id = await signed();
    await fetched(id);
    await agreements.forget(id);
    expect((await agreements.list()).agreements).toEqual([]);
    expect([await db.count('blobs'), await db.count('receipts')]).toEqual([0, 0]);
  });
});
