import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import * as step from '../lib/eugoda/agreement-steps.ts';
import {
  agreements,
  archiveOf,
  beReborn,
  db,
  failureOf,
  one,
  type options,
  registerFile,
  standIn,
  transport,
} from './agreements.fixture.ts';

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
    const inner = transport.fetch;
    let noted: unknown;
    transport.fetch = async (url, init) => {
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
    beReborn();
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
