import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DEMO_INCOMING_FOR_SENDER,
  DEMO_PHP_STYLE,
  DEMO_ROAMING,
  RECEIVER_TIN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

/** Incoming documents: the other side's signature is checked and shown, ours joins it. */
describe('accepting from the desk', () => {
  let test: TestBrowser;
  let desk: Desk;

  beforeAll(async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    desk = new Desk(await test.desk('inbox'));
    await desk.press(/^Sign in: /);
    await desk.waitForText(/documents · loaded/);
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });

  const document = (id: string) => test.world.didox.documents.get(id);
  const signatures = () => test.world.eimzo.calls.filter(({ name }) => name === 'create_pkcs7').length;
  const open = async (number: string) => {
    await desk.fill(/^Search by other side/, number);
    // The list moves down while it is pressed at: what was accepted before comes to stand above it.
    await waitFor(`the row of ${number} to be open`, async () => {
      await desk.row(number);
      const opened = desk.page.waitForSelector('.inbox-row[data-current]', { timeout: 1_000 });
      return (await (await opened.catch(() => null))?.evaluate(row => row.textContent))?.includes(number);
    });
  };

  for (const [what, number, id] of [
    ['an invoice', 'С-77', DEMO_INCOMING_FOR_SENDER],
    ['an invoice whose sender wrote its JSON otherwise than we would', 'С-78', DEMO_PHP_STYLE],
    ['an invoice that came through another operator', 'V-9', DEMO_ROAMING],
  ] as const) {
    it(`accepts ${what}: their signature first, ours second, both over the same bytes`, async () => {
      await open(number);
      await desk.press('Accept');
      await waitFor('the acceptance', () => document(id)?.status.receiver === 3, { seen: () => desk.text() });
      await desk.waitForText('Signed and accepted');
      expect(document(id)?.submissions).toMatchObject([{ kind: 'accept', match: 'bytes', effect: true }]);
      const { content, signers } = inspectPkcs7(unzipSync(test.world.didox.archive(id)!)[`${id}.p7`]!);
      // SignerInfos are a set, sorted by their encoding: the service tells the order in which they were joined.
      expect(document(id)?.signatures.map(({ taxId }) => taxId)).toEqual([RECEIVER_TIN, SENDER_TIN]);
      expect(signers.map(({ tin }) => tin).sort()).toEqual([SENDER_TIN, RECEIVER_TIN]);
      expect(signers).toEqual(
        [0, 1].map(() =>
          expect.objectContaining({ digestOk: true, signatureOk: true, chainOk: true, stampOk: true }),
        ),
      );
      expect(signers.every(({ stampedAt }) => stampedAt !== null)).toBe(true);
      expect(content).not.toBeNull();
    });
  }

  it('stops when the other side signed something else, and says so before anything is signed', async () => {
    await desk.goTo('inbox');
    test.world.set({ didox: { attacks: [{ kind: 'sender-content-differs' }] } });
    const signed = signatures();
    await open('B-730');
    await desk.waitForText(/The other side signed something else/);
    expect(await desk.buttons()).not.toContain('Accept');
    expect(signatures()).toBe(signed);
    test.world.set({ didox: { attacks: [] } });
  });
});
