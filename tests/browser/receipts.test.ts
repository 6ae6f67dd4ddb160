import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDay } from '../../entrypoints/desk/shared/local-day.ts';
import { DEMO_INCOMING_FOR_SENDER, RECEIVER_TIN, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { certificateChain, createPkcs7, getIdentity } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, Downloads, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

interface ExportedReceipt {
  readonly service: string;
  readonly action: string;
  readonly title: string;
  readonly sha256: string;
  readonly documentId: string | null;
  readonly company: { readonly tin: string };
  readonly counterparty: { readonly tin: string } | null;
  readonly key: { readonly serial: string };
}

const CONTENT = 'Сведения о товаре 1234567890';

/** What was signed here, kept and looked at again; and Inspect, which looks at anything. */
describe('receipts and Inspect', () => {
  let test: TestBrowser;
  let desk: Desk;
  let downloads: Downloads;
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-receipts-'));

  beforeAll(async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    downloads = await Downloads.of(test.browser);
    desk = new Desk(await test.desk('inbox'));
    await desk.press(/^Sign in: /);
    await desk.row(/С-77/);
    await desk.press('Accept');
    await desk.waitForText('Signed and accepted');
    writeFileSync(join(folder, 'накладная.txt'), CONTENT);
    await desk.goTo('sign');
    const [chooser] = await Promise.all([desk.page.waitForFileChooser(), desk.press('Choose files')]);
    await chooser.accept([join(folder, 'накладная.txt')]);
    await desk.press(/^Review /);
    await desk.press(/^Sign (1|the) file/);
    await desk.waitForText(/Show the receipt/);
    await desk.goTo('receipts');
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
    downloads?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists what was signed, newest first, and finds it again', async () => {
    await desk.waitForText(/\b2 receipts/);
    const rows = await desk.rows();
    expect(rows[0]).toMatch(/накладная\.txt/);
    expect(rows[1]).toMatch(/С-77/);
    await desk.choose('Service', 'didox');
    await desk.waitForText(/\b1 receipt\b/);
    expect((await desk.rows())[0]).toMatch(/С-77/);
    await desk.choose('Service', '');
    await desk.fill(/^Search by title/, 'НАКЛАДНАЯ');
    await desk.waitForText(/\b1 receipt\b/);
    await desk.fill(/^Search by title/, 'nothing of the kind');
    await desk.waitForText(/Nothing found/i);
    await desk.fill(/^Search by title/, ' ');
    await desk.waitForText(/\b2 receipts/);
    await desk.row(/накладная/);
    const detail = await desk.waitForText(/The signature is verified/);
    expect(detail).toContain(getIdentity('sender').serial);
    await test.screenshot('receipts-detail', desk.page);
  });

  it('exports them as CSV and JSON', async () => {
    await desk.press('Save as CSV');
    await desk.press('Save as JSON');
    const day = localDay(Date.now());
    const { receipts } = JSON.parse(
      Buffer.from(await downloads.read(`imzochi-receipts-${day}.json`)).toString(),
    ) as { receipts: ExportedReceipt[] };
    const sha256 = createHash('sha256').update(CONTENT).digest('hex');
    expect(receipts).toMatchObject([
      { service: 'file', title: 'накладная.txt', sha256, company: { tin: SENDER_TIN } },
      {
        service: 'didox',
        action: 'didox-accept',
        documentId: expect.stringMatching(new RegExp(DEMO_INCOMING_FOR_SENDER, 'i')),
        counterparty: { tin: RECEIVER_TIN },
      },
    ]);
    const csv = Buffer.from(await downloads.read(`imzochi-receipts-${day}.csv`)).toString();
    expect(csv.startsWith('\ufeff"at","service","action",')).toBe(true);
    expect(csv.trim().split('\r\n')).toHaveLength(3);
    expect(csv).toContain(sha256);
  });

  it('opens one in Inspect: verified where the authority is trusted, unknown where it is not', async () => {
    await desk.row(/накладная/);
    await desk.press('Open in Inspect');
    await desk.waitForText(/The signature is verified/);
    await test.settings.set({ extraTrustAnchors: [] });
    await desk.goTo('receipts');
    await desk.row(/накладная/);
    await desk.press('Open in Inspect');
    await desk.waitForText(/issuer is not known here/);
    expect(await desk.text()).not.toMatch(/signature is verified/i);
    await test.settings.trustSandboxRoot();
  });

  it('deletes one, with its bytes, after a second question', async () => {
    await desk.goTo('receipts');
    await desk.row(/накладная/);
    await desk.press('Delete the receipt');
    await desk.waitForText(/no other copy/);
    await desk.press('Back');
    await desk.press('Delete the receipt');
    await waitFor('the question', async () => (await desk.text()).includes('no other copy'));
    await desk.press('Delete the receipt');
    await desk.waitForText(/\b1 receipt\b/);
    expect((await desk.rows())[0]).toMatch(/С-77/);
  });

  /** A file dropped on the page; the real drag of a file manager cannot be driven. */
  const drop = async (bytes: Uint8Array, name: string) => {
    await desk.goTo('receipts');
    await desk.waitForText(/receipt/);
    await desk.goTo('inspect');
    await desk.waitForText(/Drop signed files here/);
    const base64 = Buffer.from(bytes).toString('base64');
    // The page says where to drop a moment before it listens.
    await waitFor('the file to be taken', () =>
      desk.page.evaluate(
        (base64, name) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], name));
          document.body.dispatchEvent(
            new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
          );
          return document.querySelector<HTMLElement>('.inspect')?.dataset.step !== 'empty';
        },
        base64,
        name,
      ),
    );
  };
  const { pkcs7, signatureHex } = createPkcs7({
    content: Buffer.from(CONTENT),
    identity: getIdentity('sender'),
  });

  it('verifies a signature that is dropped on Inspect', async () => {
    await drop(pkcs7, 'накладная.p7m');
    const text = await desk.waitForText(/The signature is verified/);
    expect(text).toContain(getIdentity('sender').cn);
    await test.screenshot('inspect-dropped', desk.page);
  });

  const flipped = (part: Uint8Array, within = 0) => {
    const changed = Uint8Array.from(pkcs7);
    const at = Buffer.from(changed).indexOf(part) + within;
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };
  const messageDigest = Buffer.from('06092a864886f70d010904', 'hex');
  const holder = Buffer.from(getIdentity('sender').cn);
  const root = Buffer.from(certificateChain(getIdentity('sender')).at(-1) ?? []);
  for (const [where, changed, words] of [
    ['the content', flipped(Buffer.from('1234567890')), /not the document that was signed/],
    [
      'the signature value',
      flipped(Buffer.from(signatureHex, 'hex')),
      /does not belong to this certificate, or was changed/,
    ],
    ['the signed digest', flipped(messageDigest, messageDigest.length + 6), /does not hold/],
    ['the certificate', flipped(holder), /does not hold|not genuine|could not be checked|not issued/i],
    // Of the root only the key is known; of the version nothing is signed.
    ['the root certificate', flipped(root, root.length - 1), /authority in this file was altered/],
    ['a version number', flipped(Buffer.from([2, 1, 1, 0x31]), 2), /written irregularly/],
  ] as const) {
    it(`names one flipped bit in ${where} for what it is`, async () => {
      await drop(changed, 'changed.p7m');
      const text = await desk.waitForText(words);
      expect(text).not.toMatch(/signature is verified/i);
    });
  }

  it('calls bytes that are no signature what they are', async () => {
    await drop(Buffer.from('just a letter, signed by nobody'), 'letter.txt');
    await desk.waitForText(/no signature|not a signature|nothing signed/i);
    expect(test.problems).toEqual([]);
  });
});
