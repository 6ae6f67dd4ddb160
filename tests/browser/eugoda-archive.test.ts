import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings, type EugodaSettings } from '../../sandbox/eugoda/settings.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { Hands, registerFile, setUpApplication } from './eugoda-hands.ts';

let world: World;
let test: TestBrowser;
let desk: Hands;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  test = await startBrowser({ world });
  await setUpApplication(test);
  desk = new Hands(await test.desk('agreements'));
});
afterAll(async () => {
  await test?.close();
  await world?.stop();
});
afterEach(() => {
  world.eugoda.set(defaultSettings());
  expect(test.problems).toEqual([]);
});

/** Longer than any machine needs: the test says when the connection dies. */
const UNTIL_TOLD = 30_000;

/** Chromium throws away what it has received when the connection dies before anybody has read it: so it dies once it was. */
async function breakOff(externalId: string, cut: number): Promise<void> {
  const size = async () =>
    (await kept(externalId))
      .filter(({ id }) => id.includes('.part-'))
      .reduce((sum, { bytes }) => sum + bytes.length, 0);
  await waitFor(`${cut} bytes to be stored`, async () => (await size()) === cut, { seen: size });
  world.eugoda.set(defaultSettings());
}

interface KeptBlob {
  readonly id: string;
  readonly complete: boolean;
  readonly bytes: Buffer;
}

/** What the database holds of an agreement, straight from IndexedDB. */
async function kept(externalId: string): Promise<KeptBlob[]> {
  const found = await desk.page.evaluate(async owner => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('imzochi');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const blobs = await new Promise<{ id: string; complete: boolean; bytes: Uint8Array }[]>(
      (resolve, reject) => {
        const asking = db.transaction('blobs').objectStore('blobs').index('owner').getAll(owner);
        asking.onsuccess = () => resolve(asking.result);
        asking.onerror = () => reject(asking.error);
      },
    );
    db.close();
    return blobs.map(({ id, complete, bytes }) => ({ id, complete, bytes: [...bytes] }));
  }, `agreement:${externalId}`);
  return found.map(blob => ({ ...blob, bytes: Buffer.from(blob.bytes) }));
}

async function signed(name: string, removeOnCompleted = false) {
  const stored = await registerFile(test, desk, name, { removeOnCompleted });
  world.eugoda.sign(stored.externalId);
  return stored;
}

describe('the archive of a signed agreement', () => {
  const kinds: [EugodaSettings['archive'], RegExp][] = [
    ['zip', /\.zip/],
    ['asic-e', /\.asice/],
    ['asic-s', /\.asics/],
    ['cms', /\.p7s/],
    ['base64', /\.zip/],
    ['json', /\.zip/],
  ];
  it.each(kinds)('of the kind %s is fetched, kept, and opened by Inspect', async (archive, name) => {
    world.eugoda.set({ archive });
    const stored = await signed(`kind-${archive}.txt`);
    await desk.click('Fetch the archive');
    await desk.see(/Save the archive/);
    expect(await desk.text()).toMatch(name);
    expect(await kept(stored.externalId)).toMatchObject([{ complete: true }]);
    await desk.click('Open in Inspect');
    await desk.see(/Тестенко Тест Тестович/);
    expect(await desk.text()).toContain(`kind-${archive}.txt`);
  });

  it('is named by the service in its own letters', async () => {
    const { externalId } = await signed('Договір оренди.txt');
    await desk.click('Fetch the archive');
    await desk.see(/Договір оренди\.zip/);
    world.eugoda.set({ disposition: 'none' });
    await desk.click('Fetch again');
    await desk.see(new RegExp(`${externalId}\\.zip`));
  });
});

describe('a download that breaks off', () => {
  it.each([1, 64, 65, 300, 790])(
    'after %i bytes loses none of them, and the next one is whole',
    async cut => {
      world.eugoda.set({
        chunkSize: 64,
        breakAfter: cut,
        breakPauseMs: UNTIL_TOLD,
        contentLength: cut % 2 === 0,
      });
      const { externalId } = await signed(`cut-${cut}.txt`);
      await desk.click('Fetch the archive');
      if (cut === 300) await desk.see(/Fetching: \d+ B \/ [\d.]+ k?B/);
      await breakOff(externalId, cut);
      await desk.see(/The download broke off/);
      const [part, ...more] = await kept(externalId);
      expect(more).toEqual([]);
      expect([part?.complete, part?.bytes.length]).toEqual([false, cut]);
      expect(part?.bytes.subarray(0, 2).toString()).toBe('PK'.slice(0, cut));
      await desk.click('Fetch again');
      await waitFor('the whole one', async () => !(await desk.text()).includes('broke off'));
      const whole = (await kept(externalId)).find(({ complete }) => complete);
      expect(Object.keys(unzipSync(whole!.bytes))).toEqual([`cut-${cut}.txt`, `cut-${cut}.txt.p7s`]);
      // The part is still there: the service may not have had a second delivery.
      expect((await kept(externalId)).map(({ bytes }) => bytes.length)).toContain(cut);
    },
  );

  it('before its first byte is said, and leaves nothing behind', async () => {
    world.eugoda.set({ breakAfter: 0 });
    const { externalId } = await signed('nothing.txt');
    await desk.click('Fetch the archive');
    await desk.see(/does not answer|cannot be reached/);
    expect(await kept(externalId)).toEqual([]);
  });

  it('because the worker died is put together by the next one', async () => {
    world.eugoda.set({ chunkSize: 100, chunkMs: 120 });
    const { externalId } = await signed('killed.txt');
    await desk.click('Fetch the archive');
    await waitFor('some chunks', async () => (await kept(externalId)).length > 4);
    await test.worker.kill();
    const before = (await kept(externalId)).filter(({ id }) => id.includes('.part-'));
    const size = before.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(size).toBeGreaterThanOrEqual(300);
    world.eugoda.set(defaultSettings());
    await desk.page.reload();
    await desk.see(/The download broke off/);
    const after = await kept(externalId);
    expect(after.map(({ complete, bytes }) => [complete, bytes.length])).toEqual([[false, size]]);
    expect(after[0]!.bytes.equals(Buffer.concat(before.map(({ bytes }) => bytes)))).toBe(true);
    await desk.click('Fetch again');
    await waitFor('the whole one', async () => (await kept(externalId)).some(({ complete }) => complete));
  });
});

describe('an agreement that eUgoda deletes after delivery', () => {
  it('is delivered once: the archive stays when a second fetch is refused', async () => {
    const stored = await signed('once.txt', true);
    expect(await desk.text()).toMatch(/the first delivery may be the only one/);
    await desk.click('Fetch the archive');
    await desk.see(/Save the archive/);
    expect(stored.removed).toBe(true);
    await desk.click('Fetch again');
    await desk.see(/does not know this agreement/);
    expect(await kept(stored.externalId)).toMatchObject([{ complete: true }]);
    await desk.click('Forget');
    await desk.see(/may be the only copy/);
    await desk.click('Forget', 'dialog button');
    await waitFor('it to be gone', async () => (await kept(stored.externalId)).length === 0);
  });

  it.each([1, 500])('keeps the %i bytes that came, also when it was deleted at the request', async cut => {
    world.eugoda.set({ deleteWhen: 'asked', breakAfter: cut, breakPauseMs: UNTIL_TOLD, chunkSize: 100 });
    const { externalId } = await signed(`asked-${cut}.txt`, true);
    await desk.click('Fetch the archive');
    await breakOff(externalId, cut);
    await desk.see(/The download broke off/);
    await desk.click('Fetch again');
    await desk.see(/does not know this agreement/);
    expect((await kept(externalId)).map(({ bytes }) => bytes.length)).toEqual([cut]);
    await desk.see(/Save the archive/);
  });
});
