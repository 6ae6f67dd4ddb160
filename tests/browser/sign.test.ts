import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { startWorld, type WorldOptions } from '../../sandbox/world.ts';
import { type BrowserOptions, startBrowser, type TestBrowser } from '../harness/index.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

/** A world with one key, so that nothing has to be chosen, and a browser that is set up for it. */
async function setUp(
  options: WorldOptions = {},
  more: Omit<BrowserOptions, 'world'> = {},
): Promise<TestBrowser> {
  const world = await startWorld({ ...options, eimzo: { listDelayMs: 0, keys: 'sender', ...options.eimzo } });
  cleanUp.push(() => world.stop());
  const test = await startBrowser({ world, ...more });
  cleanUp.push(() => test.close());
  await test.settings.putPartnerToken();
  await test.settings.trustSandboxRoot();
  return test;
}

describe('a draft on Didox', () => {
  it('is signed by one click, and the traffic goes to the module and to Didox only', async () => {
    const test = await setUp({}, { recordTraffic: true });
    const page = await test.openDocument(DEMO_OUTGOING_DRAFT);
    const card = test.card(page);

    await card.click(/^Sign in/);
    const ready = await card.waitForButton(/^Sign(?! in)/, 40_000);
    expect(ready.title).toBe('Invoice No. 1042');
    expect(ready.facts).toMatchObject({ Number: '1042', 'Other side': expect.stringContaining('300000027') });
    expect(ready.key).toMatch(/Namunayev/i);

    await card.click(/^Sign(?! in)/);
    await card.waitForStatus(/Signed/);
    expect(await card.alertText()).toBe('');

    const document = test.world.didox.documents.get(DEMO_OUTGOING_DRAFT);
    expect(document?.effective).toBe(1);
    expect(document?.submissions.map(({ match }) => match)).toEqual(['bytes']);
    const { signers } = inspectPkcs7(document?.pkcs7 ?? new Uint8Array());
    expect(signers).toHaveLength(1);
    expect(signers[0]).toMatchObject({
      tin: SENDER_TIN,
      digestOk: true,
      signatureOk: true,
      chainOk: true,
      stampOk: true,
    });

    const traffic = await test.closeAndReadTraffic();
    const hosts = traffic
      .filter(({ url, initiator }) => initiator === test.origin && !url.startsWith(test.origin))
      .map(({ url }) => new URL(url).host);
    const allowed = ['127.0.0.1:64646', '127.0.0.1:64443', 'api-partners.didox.uz'];
    expect(hosts).toEqual(expect.arrayContaining(['127.0.0.1:64646', 'api-partners.didox.uz']));
    expect(hosts.filter(host => !allowed.includes(host))).toEqual([]);
  });

  it('is signed after the worker was ended while the card waited', async () => {
    const test = await setUp();
    const card = test.card(await test.openDocument(DEMO_OUTGOING_DRAFT));
    await card.click(/^Sign in/);
    await card.waitForButton(/^Sign(?! in)/, 40_000);
    await test.worker.kill();
    await card.click(/^Sign(?! in)/);
    await card.waitForStatus(/Signed/);
    expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
  });

  it('stays unsigned when the password window is cancelled, and the card says so', async () => {
    const test = await setUp({ eimzo: { rememberMs: 0 } });
    const card = test.card(await test.openDocument(DEMO_OUTGOING_DRAFT));
    await card.click(/^Sign in/);
    await card.waitForButton(/^Sign(?! in)/, 40_000);
    test.world.set({ eimzo: { passwordOutcomes: ['cancel'] } });
    await card.click(/^Sign(?! in)/);
    const seen = await card.waitUntil('a word about the cancelled window', ({ alert, status }) =>
      /cancel/i.test(alert + status),
    );
    expect(seen.status + seen.alert).not.toMatch(/Signed/);
    expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
  });
});
