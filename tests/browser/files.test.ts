import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENDER_TIN } from '../../sandbox/didox/index.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import {
  checkWithBouncyCastle,
  Desk,
  Downloads,
  startBrowser,
  type TestBrowser,
  waitFor,
  whyNoBouncyCastle,
} from '../harness/index.ts';

const MIB = 1024 * 1024;
const CONTRACT = 'Шартнома № 5 — «нусха» 👍.pdf';
const BYTES = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7919) % 256);

const noBouncyCastle = whyNoBouncyCastle();
if (noBouncyCastle !== null) console.info(`The check with BouncyCastle is skipped: ${noBouncyCastle}.`);

describe('signing files', () => {
  let test: TestBrowser;
  let desk: Desk;
  let downloads: Downloads;
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-files-'));
  const file = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  /** A file of that size that takes no room on the disk. */
  const sparse = (name: string, size: number) => {
    const handle = openSync(join(folder, name), 'w');
    ftruncateSync(handle, size);
    closeSync(handle);
    return join(folder, name);
  };
  const windows = () => test.world.eimzo.calls.filter(({ window }) => window !== null).length;

  beforeAll(async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    downloads = await Downloads.of(test.browser);
    desk = new Desk(await test.desk('sign'));
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
    downloads?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const choose = async (paths: string[]) => {
    const [chooser] = await Promise.all([desk.page.waitForFileChooser(), desk.press('Choose files')]);
    await chooser.accept(paths);
  };

  it('refuses what cannot be signed, with the reason, and takes the rest', async () => {
    await choose([
      file('empty.txt', ''),
      sparse('huge.bin', 24 * MIB + 1),
      sparse('just-fits.bin', 24 * MIB),
      file(CONTRACT, BYTES),
      file('note.txt', 'Иккинчи файл\n'),
    ]);
    const text = await desk.waitForText(/Not taken: huge\.bin/);
    expect(text).toMatch(/Not taken: empty\.txt\s+The file is empty/);
    expect(text).toMatch(/E-IMZO takes at most/);
    expect(text).toContain(CONTRACT);
    await test.screenshot('files-chosen', desk.page);
    await desk.press('Remove just-fits.bin');
    await desk.press(/^Review 2 files/);
  });

  it('shows what will be signed, signs all with one password, and saves each signature beside its original', async () => {
    const review = await desk.waitForText(/Review: 2 files/);
    expect(review).toContain(CONTRACT);
    expect(review).toContain('70.0 kB');
    await test.screenshot('files-review', desk.page);
    const before = windows();
    await desk.press(/^Sign 2 files/);
    await desk.waitForText(
      /Save text and \.p7s[\s\S]*Save text and \.p7s|Save original and \.p7s[\s\S]*Save/,
    );
    await test.screenshot('files-signed', desk.page);
    expect(windows() - before).toBe(1);
    for (const button of await desk.page.$$('.review-jobs button')) {
      if (/^Save /.test(await button.evaluate(element => element.textContent))) await button.click();
    }
    const signature = await downloads.read(`${CONTRACT}.p7s`);
    expect(Buffer.compare(await downloads.read(CONTRACT), BYTES)).toBe(0);
    expect(Buffer.from(await downloads.read('note.txt')).toString()).toBe('Иккинчи файл\n');
    for (const [signed, content] of [
      [signature, BYTES],
      [await downloads.read('note.txt.p7s'), Buffer.from('Иккинчи файл\n')],
    ] as const) {
      const { signers } = inspectPkcs7(signed, { detachedContent: content });
      expect(signers).toMatchObject([{ tin: SENDER_TIN, digestOk: true, signatureOk: true, chainOk: true }]);
    }
  });

  it.skipIf(noBouncyCastle !== null)(
    'the saved files verify with BouncyCastle, which is not ours',
    async () => {
      const pairs = [CONTRACT, 'note.txt'].map(
        name => `${downloads.path(`${name}.p7s`)}=${downloads.path(name)}`,
      );
      const lines = await checkWithBouncyCastle(pairs);
      expect(
        lines.filter(line => line.startsWith('ok signature digest=true signature=true issued=true')),
      ).toHaveLength(2);
      expect(lines.filter(line => line.startsWith('NO'))).toEqual([]);
    },
  );

  it('names a file that was changed on the disk after it was chosen, and signs nothing of it', async () => {
    await desk.goTo('sign');
    await choose([file('draft.txt', 'as it was'), file('note.txt', 'Иккинчи файл\n')]);
    file('draft.txt', 'as somebody has made it since');
    await desk.press('Review 2 files');
    await desk.waitForText(/“draft\.txt” cannot be read/);
    await desk.press('Remove draft.txt');
    await desk.press(/^Review 1 file/);
    expect(await desk.waitForText(/Review: 1 file/)).not.toContain('draft.txt');
  });

  it('saves the signature of a file whose name is as long as the disk takes it, too', async () => {
    // 244 bytes; with what Chromium adds for as long as it saves, the signature's would be more than 255.
    const long = `${'Ш'.repeat(120)}.txt`;
    await desk.goTo('sign');
    await choose([file(long, 'Шартнома\n')]);
    await desk.press(/^Review 1 file/);
    await desk.press(/^Sign 1 file/);
    await desk.press('Save text and .p7s');
    const [name = ''] = await waitFor('both files', () => {
      const saved = readdirSync(downloads.folder).filter(one => one.startsWith('ШШ'));
      return saved.length === 2 && saved.every(one => /\.(?:txt|p7s)$/.test(one)) && saved.sort();
    });
    expect(Buffer.from(await downloads.read(name)).toString()).toBe('Шартнома\n');
    const { signers } = inspectPkcs7(await downloads.read(`${name}.p7s`), {
      detachedContent: Buffer.from('Шартнома\n'),
    });
    expect(signers).toMatchObject([{ tin: SENDER_TIN, digestOk: true, signatureOk: true }]);
  });

  it('signs a single file attached: the .p7m carries it', async () => {
    await desk.goTo('sign');
    await choose([file('note.txt', 'Иккинчи файл\n')]);
    await desk.press(/^Review 1 file|^Review the file/);
    await desk.press(/^Attached/);
    await desk.press(/^Sign (1|the) file/);
    await desk.press('Save .p7m');
    const { content, signers } = inspectPkcs7(await downloads.read('note.txt.p7m'));
    expect(Buffer.from(content ?? []).toString()).toBe('Иккинчи файл\n');
    expect(signers).toHaveLength(1);
    expect(test.problems).toEqual([]);
  });
});
