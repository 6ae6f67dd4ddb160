import type { Page } from 'puppeteer';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { callsOf, openSignedIn, SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import type { Card } from '../harness/index.ts';
import { popupSays, readHealth } from '../harness/module-hands.ts';
import { shareBrowser, startAfresh } from '../harness/shared-browser.ts';
import { startBrowser } from '../harness/test-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

const test = shareBrowser();
const change = (eimzo: Record<string, unknown>) => test().world.set({ eimzo });
const calls = () => test().world.eimzo.calls;
const handshakes = () => calls().filter(({ name }) => name === 'apikey');
/** Valid at the stand-in for the domain beside it; as public as the vendor's real ones. */
const KEY = 'A0A1A2A3';

afterEach(() => {
  expect(calls().filter(call => call.overlapped)).toEqual([]);
});

/** The site introduces itself to the module, as it does when somebody uses E-IMZO on it. */
const siteUsesModule = (page: Page): Promise<unknown> =>
  page.evaluate(
    key =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket('ws://127.0.0.1:64646/service/cryptapi');
        socket.onopen = () => socket.send(JSON.stringify({ name: 'apikey', arguments: ['didox.uz', key] }));
        socket.onmessage = ({ data }) => resolve(data);
        socket.onerror = () => reject(new Error('no socket'));
      }),
    KEY,
  );

describe('a module that admits everybody', () => {
  it('is sent no key at all', async () => {
    await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    expect(handshakes()).toEqual([]);
    expect((await health('Imzochi')).link).toMatch(/directly, without an API key/);
  });
});

describe('a module that asks for a key', () => {
  it('refuses us by our own id, which Health shows', async () => {
    change({ originMode: 'strict' });
    const card = test().card(await test().openDocument(DEMO_OUTGOING_DRAFT));
    await card.waitForAlert(/does not admit this extension/);
    expect(handshakes()).toEqual([]);
    expect(callsOf(test(), 'pfx.load_key')).toBe(0);
    const popup = await popupSays(test(), 'the refusal', ({ alerts }) => alerts !== '');
    expect(popup.alerts).toMatch(/does not admit this extension/);
    const { text } = await health('Imzochi');
    expect(text).toMatch(/does not know Imzochi and refuses it/);
    expect(text).toMatch(/developer mode/i);
    expect(text).toContain(test().extensionId);
  });

  it('is opened by the key for our own id, once until it restarts', async () => {
    const { extensionId } = test();
    change({ originMode: 'strict', extraApiKeys: [[extensionId, KEY]] });
    await test().settings.set({
      apiKeys: [
        { domain: 'example.uz', key: 'FFFF' },
        { domain: extensionId, key: KEY },
      ],
    });
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(handshakes().map(call => call.arguments)).toEqual([[extensionId, KEY]]);
    // The module remembers it, a worker that was born again does not.
    for (const meanwhile of [() => null, () => test().worker.kill()]) {
      await meanwhile();
      const { link, text } = await health('Imzochi');
      expect(link).toMatch(/directly, with an API key/);
      expect(text).not.toContain(KEY);
    }
    expect(handshakes()).toHaveLength(1);
  });

  it('gets the public key for "null" only where it calls us that', async () => {
    change({ originMode: 'null' });
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(handshakes().map(call => call.arguments[0])).toEqual(['null']);
    expect(handshakes()[0]?.answered).toBe(1);
  });

  it('in developer mode asks its person, who may say no', async () => {
    change({ originMode: 'developer', developerDelayMs: 300, developerAnswer: 'deny' });
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.waitForAlert(/does not admit this extension/);
    change({ developerAnswer: 'allow' });
    await test().world.eimzo.restart();
    await card.click('Try again');
    await card.waitForButton(SIGN_IN);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
  });
});

describe('the way through an open Didox tab', () => {
  it('opens by itself once the site has used E-IMZO, and not before', async () => {
    change({ originMode: 'strict', extraApiKeys: [['didox.uz', KEY]] });
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.waitForAlert(/does not admit this extension/);
    expect((await health('Imzochi')).link).toMatch(/keep a Didox tab open on which E-IMZO was used/);

    await page.bringToFront();
    await siteUsesModule(page);
    await somebodyComesBack(page);
    await card.waitForButton(SIGN_IN);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(test().world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
    const signing = calls().filter(({ plugin, answered }) => plugin === 'pkcs7' && answered === 1);
    expect(signing.map(({ origin }) => origin)).toEqual(['https://didox.uz', 'https://didox.uz']);
    // The extension itself never speaks in the site's name: no key of the site ever left it.
    expect(handshakes().map(({ origin }) => origin)).toEqual(['https://didox.uz']);
    const popup = await popupSays(test(), 'the route', ({ state }) => /tab/.test(state));
    expect(popup.state).toMatch(/through the Didox tab/);
    expect((await health('Imzochi')).link).toMatch(
      /refuses Imzochi itself, but is reached through the open Didox page/,
    );
  });
});

describe('a call through a Didox tab that nobody waits for any more', () => {
  it.each([
    ['stopped', (card: Card) => card.click('Stop')],
    ['forgotten by a worker that died', () => test().worker.kill()],
  ])('%s: its window goes, and the next signature is made', async (_, giveUp) => {
    change({ originMode: 'strict', extraApiKeys: [['didox.uz', KEY]] });
    await introduce(test().world.eimzo.ws);
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await test().world.eimzo.restart(); // whose password was remembered
    await introduce(test().world.eimzo.ws);
    change({ passwordDelayMs: 60_000 });
    await card.click(SIGN);
    const asked = () => calls().findLast(({ window }) => window !== null && window !== undefined);
    await waitFor('the password window', () => asked()?.answered === null && asked());
    await giveUp(card);
    await waitFor('the window to go', () => test().world.eimzo.connections.open === 0);
    change({ passwordDelayMs: 0 });
    await somebodyComesBack(page); // which wakes a worker that died
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(asked()?.origin).toBe('https://didox.uz');
    expect(test().world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.submissions).toHaveLength(1);
  });

  it('dropped there under a question, it is asked again; under a signature, once more as elsewhere', async () => {
    change({ originMode: 'strict', extraApiKeys: [['didox.uz', KEY]] });
    await introduce(test().world.eimzo.ws);
    change({ faults: ['drop-before-reply@pfx.list_all_certificates*1'] });
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    change({ faults: ['drop-before-reply@pkcs7.create_pkcs7*1'] });
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    // A call that died was never taken for a refusal: our own origin was not tried again.
    const refusals = calls().filter(({ answered }) => answered === -1022);
    expect(refusals.length).toBeLessThanOrEqual(2);
    expect(test().world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
  });
});

describe('a browser that keeps pages away from this computer', () => {
  it('lets the worker through, and says clearly that the tab may not', async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    const webPort = new URL(world.urls.didox.web).port;
    const browser = await startBrowser({
      world,
      extraFlags: [`--ip-address-space-overrides=127.0.0.1:${webPort}=public`],
    });
    try {
      await startAfresh(browser);
      const { page, card } = await openSignedIn(browser, DEMO_OUTGOING_DRAFT);
      await expect(siteUsesModule(page)).rejects.toThrow(/no socket/);
      await card.click(SIGN);
      await card.waitForStatus(/Signed/);

      // The site is known to the module, only its socket cannot get there.
      world.set({ eimzo: { originMode: 'strict', extraApiKeys: [['didox.uz', KEY]] } });
      await introduce(world.eimzo.ws);
      const chain = await readHealth(browser);
      const access = Object.entries(chain).find(([name]) => name.startsWith('Imzochi'))?.[1];
      expect(access).toMatch(/Didox tab may not reach E-IMZO/);
      expect(access).toMatch(/site settings/);
    } finally {
      await browser.close();
      await world.stop();
    }
  });
});

/** The card looks again by itself then. */
const somebodyComesBack = (page: Page): Promise<unknown> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

/** What the site would do, done from outside the browser. */
function introduce(address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new NodeSocket(address, { origin: 'https://didox.uz' });
    socket.on('open', () => socket.send(JSON.stringify({ name: 'apikey', arguments: ['didox.uz', KEY] })));
    socket.on('message', resolve);
    socket.on('error', reject);
  });
}

async function health(name: string): Promise<{ link: string; text: string }> {
  const page = await test().desk('health');
  try {
    await page.waitForSelector('.chain[aria-busy=false]');
    return await page.evaluate(wanted => {
      const words = (element: Element | null | undefined) =>
        (element?.textContent ?? '').replace(/\s+/g, ' ');
      const link = [...document.querySelectorAll('li.chain-link')].find(one =>
        words(one.querySelector('h2')).startsWith(wanted),
      );
      return { link: words(link), text: words(document.querySelector('main') ?? document.body) };
    }, name);
  } finally {
    await page.close();
  }
}
