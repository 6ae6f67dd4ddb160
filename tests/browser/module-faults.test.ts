import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { DEMO_BY_DOCTYPE, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { callsOf, openSignedIn, SIGN } from '../harness/didox-hands.ts';
import { popupSays, readHealth, readPopup } from '../harness/module-hands.ts';
import { type PortFront, startPortFront } from '../harness/port-front.ts';
import { startAfresh } from '../harness/shared-browser.ts';
import { startBrowser, type TestBrowser } from '../harness/test-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

let test: TestBrowser;
let front: PortFront;
let modulePort: number;
beforeAll(async () => {
  front = await startPortFront();
  const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
  modulePort = Number(new URL(world.urls.eimzo.ws).port);
  await front.leadTo(modulePort);
  test = await startBrowser({ world, extraFlags: [front.flag(world)] });
});
afterAll(async () => {
  await test?.close();
  await test?.world.stop();
  await front?.stop();
});
afterEach(() => {
  expect(calls().filter(call => call.overlapped)).toEqual([]);
});

const change = (eimzo: Record<string, unknown>) => test.world.set({ eimzo });
const calls = () => test.world.eimzo.calls;
const document = (id: string) => test.world.didox.documents.get(id);
const DRAFTS = (['002', '005', '006', '007', '008', '031', '052', '054'] as const).map(
  doctype => DEMO_BY_DOCTYPE[doctype].draft,
);

/** Each test as after a fresh installation; without it the tests of a group share one sign-in. */
const fresh = async (): Promise<void> => {
  await front.leadTo(modulePort);
  await startAfresh(test);
};

describe('a call that goes wrong while signing', () => {
  beforeAll(fresh);
  const unsigned = [...DRAFTS];
  const open = async () => {
    change({ faults: [] });
    const id = unsigned.shift() ?? DEMO_OUTGOING_DRAFT;
    return { id, ...(await openSignedIn(test, id)) };
  };

  it.each([
    ['restart', 'the module restarts in the middle'],
    ['drop-before-reply', 'the socket dies before the answer'],
    ['drop-after-reply', 'the socket dies behind the answer'],
    ['oversized', 'the answer is 16 MB long'],
  ])('%s: %s, and it is signed once all the same', async fault => {
    const { id, card } = await open();
    change({ faults: [`${fault}@pkcs7.create_pkcs7*1`] });
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(document(id)).toMatchObject({ effective: 1, submissions: [{ kind: 'sign' }] });
  });

  it.each([
    ['malformed', /answer cannot be read/],
    ['busy', /busy with another program/],
    ['close-1009', /broke the connection/],
  ])('%s is said, nothing is sent, and the next click signs', async (fault, words) => {
    const { id, card } = await open();
    change({ faults: [`${fault}@pkcs7.create_pkcs7*${fault === 'close-1009' ? 2 : 1}`] });
    await card.click(SIGN);
    await card.waitForAlert(words);
    expect(document(id)?.submissions).toEqual([]);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
  });

  it('a refusal in the module’s own words is shown in those words', async () => {
    const { card } = await open();
    const reason = 'Что-то совсем другое.';
    change({ faults: [{ kind: 'status', on: 'pkcs7.create_pkcs7', status: -9999, reason, times: 1 }] });
    await card.click(SIGN);
    const seen = await card.waitForAlert(/E-IMZO refused/);
    expect(seen.text).toContain(reason);
  });
});

describe('the module at its two addresses', () => {
  beforeEach(fresh);

  it('is asked at the plain one first', async () => {
    await openSignedIn(test, DEMO_OUTGOING_DRAFT);
    expect(new Set(calls().map(({ secure }) => secure))).toEqual(new Set([false]));
  });

  it('is found at the TLS one when the plain one is closed', async () => {
    await front.leadTo(null);
    const { card } = await openSignedIn(test, DEMO_OUTGOING_DRAFT);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(new Set(calls().map(({ secure }) => secure))).toEqual(new Set([true]));
  });

  it('is not reached at the TLS one when its certificate is unknown, and Health shows what to do', async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    const closed = await startPortFront();
    const browser = await startBrowser({
      world,
      untrustedModuleCertificate: true,
      extraFlags: [closed.flag(world)],
    });
    try {
      await closed.leadTo(null);
      await startAfresh(browser);
      const card = browser.card(await browser.openDocument(DEMO_OUTGOING_DRAFT));
      // A browser gives no reason: that nobody listens and that a certificate is not trusted look the same.
      await card.waitForAlert(/E-IMZO is not running/);
      expect(world.eimzo.calls).toEqual([]);
      const unsure = (await readHealth(browser))['E-IMZO'];
      expect(unsure).toMatch(/Start E-IMZO.*certificate.*The browser does not say which/);
      expect(unsure).toMatch(/Open https:\/\/127\.0\.0\.1:64443 in a new tab/);

      // Whoever follows the advice and accepts the certificate there has told pages, not the worker (measured).
      const own = await browser.newPage();
      await own.goto('https://127.0.0.1:64443/').catch(() => undefined);
      await own.waitForSelector('#proceed-link');
      await own.$eval('#proceed-link', link => (link as HTMLElement).click());
      await own.waitForSelector('::-p-text(E-IMZO-v6.4.7)');
      const sure = (await readHealth(browser))['E-IMZO'];
      expect(sure).toMatch(/does not trust E-IMZO's certificate.*Установить сертификат/);
      expect(sure).not.toMatch(/Start E-IMZO/);
    } finally {
      await browser.close();
      await world.stop();
      await closed.stop();
    }
  });
});

describe('popup and Health tell apart', () => {
  beforeEach(fresh);

  const both = async (popup: RegExp, health: RegExp): Promise<void> => {
    const seen = await popupSays(test, `the popup to say ${popup}`, ({ alerts }) => popup.test(alerts));
    // The line above says the same in the same words, and nothing else.
    expect(seen.state).toMatch(popup);
    expect((await readHealth(test))['E-IMZO']).toMatch(health);
  };

  it('a module that is not running', async () => {
    change({ listening: false });
    await test.world.eimzo.restart();
    await front.leadTo(null);
    await both(/E-IMZO is not running/, /Start E-IMZO/);

    // Nobody asks it in vain over and over: a browser that has seen many sockets fail holds the next ones back.
    const popup = await test.extensionPage('popup.html');
    await popup.waitForSelector('[role=alert]');
    change({ listening: true });
    await front.leadTo(modulePort);
    await waitFor('the popup to notice by itself', async () =>
      /is running/.test((await readPopup(popup)).state),
    );
    await popup.close();
  });

  it('a module that is too old', async () => {
    const old = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    old.on('connection', socket =>
      socket.on('message', () => socket.send('{"success":true,"major":"3","minor":"30"}')),
    );
    await new Promise(resolve => old.once('listening', resolve));
    await front.leadTo((old.address() as { port: number }).port);
    const popup = await popupSays(test, 'the age', ({ alerts }) => /too old/.test(alerts));
    expect(popup.alerts).toMatch(/Install the current version/);
    const chain = await readHealth(test);
    expect(chain['Version of E-IMZO']).toMatch(/too old/);
    old.close();
    for (const client of old.clients) client.terminate();
  });

  it('a module that another program keeps busy', async () => {
    change({ busy: 'refuse' });
    await popupSays(test, 'the other program', ({ alerts }) => /busy with another program/.test(alerts));
    expect((await readHealth(test))['E-IMZO']).toMatch(/busy/);
  });

  it('something that answers, but not as a module does', async () => {
    change({ faults: ['malformed@version'] });
    await both(/answer cannot be read/, /cannot be read/);
  });

  it('a window that somebody closed, which is nothing', async () => {
    const { card } = await openSignedIn(test, DEMO_OUTGOING_DRAFT);
    await test.world.eimzo.restart();
    change({ passwordOutcomes: ['cancel'] });
    await card.click(SIGN);
    await card.waitForStatus(/Cancelled/);
    const popup = await popupSays(test, 'the module', ({ state }) => /is running|not|busy/.test(state));
    expect(popup.state).toMatch(/6\.4\.7 is running/);
    expect(popup.alerts).toBe('');
  });

  it('a module in good order, whose version they name', async () => {
    const popup = await popupSays(test, 'the version', ({ state }) => state.includes('6.4.7 is running'));
    expect(popup.alerts).toBe('');
    const chain = await readHealth(test);
    expect(chain['E-IMZO']).toMatch(/E-IMZO answers/);
    expect(chain['Version of E-IMZO']).toMatch(/6\.4\.7/);
    expect(chain.Keys).toMatch(/1 key found/);
    expect(callsOf(test, 'pfx.load_key')).toBe(0);
  });
});
