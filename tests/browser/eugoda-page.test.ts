import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { defaultSettings } from '../../sandbox/eugoda/settings.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { cover } from '../harness/cover.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { Hands, registerFile, SECRET, setUpApplication } from './eugoda-hands.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const OWN = 'https://eugoda.com/demo';
const OTHER = 'https://umbrella.example/demo';

let world: World;
let test: TestBrowser;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  test = await startBrowser({ world });
  await setUpApplication(test);
});
afterAll(async () => {
  await test?.close();
  await world?.stop();
});
afterEach(async () => {
  world.eugoda.set(defaultSettings());
  const [keep, ...pages] = await test.browser.pages();
  for (const page of pages) await page.close();
  await keep?.goto('about:blank');
  expect(test.problems.filter(problem => !/favicon|409|404/.test(problem))).toEqual([]);
});

async function open(address: string): Promise<Page> {
  const page = await test.newPage();
  await page.goto(address);
  await page.bringToFront();
  return page;
}

/** What stands beside head and body, as the page itself sees it. */
const foreign = (page: Page) =>
  page.evaluate(() =>
    [...document.documentElement.children]
      .filter(element => !/^(HEAD|BODY)$/.test(element.tagName))
      .map(element => ({
        name: element.localName,
        attributes: element.getAttributeNames(),
        root: element.shadowRoot,
      })),
  );

/** Where scripts of extensions run in the page. */
const scripts = (page: Page) => page.mainFrame().extensionRealms();

/** Uses the demo's own form, as its visitor does: its own script registers and fills in the result. */
async function registerOnPage(page: Page): Promise<string> {
  const before = world.eugoda.agreements.length;
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['Договір'], `demo-${Math.random()}.txt`));
    (document.querySelector('input[type=file]') as HTMLInputElement).files = transfer.files;
  });
  await page.click('#from-file button');
  await waitFor('the demo to register', () => world.eugoda.agreements.length > before);
  await page.waitForSelector('#result:not([hidden])');
  return world.eugoda.agreements.at(-1)!.externalId;
}

/** Fills the result block in as another script would, long after the page was loaded. */
const fillIn = (
  page: Page,
  agreement: { id: string; externalId: string; link: { token: string; until: number } },
) =>
  page.evaluate(
    ({ id, externalId, token, until }) => {
      const set = (name: string, text: string) => {
        document.getElementById(name)!.textContent = text;
      };
      set('eugoda-id', id);
      set('external-id', externalId);
      set('link', `https://eugoda.com/sign/${token}`);
      set('until', new Date(until).toLocaleString('uk-UA'));
      document.getElementById('result')!.hidden = false;
    },
    { id: agreement.id, externalId: agreement.externalId, ...agreement.link },
  );

async function lookByPopup(page: Page): Promise<Hands> {
  const popup = new Hands(await test.popup(page));
  await popup.click('Look for an agreement on this page');
  return popup;
}

/** It goes once the card is there. */
const popupGone = () =>
  waitFor('the popup to go away', () =>
    test.browser.targets().every(target => !target.url().endsWith('popup.html')),
  );

/** Requests of the extension; its GETs carry no Origin, those of the page do. */
const ours = () =>
  world.eugoda.requests.filter(
    ({ origin, method }) => (origin === test.origin || origin === null) && method !== 'OPTIONS',
  );

describe('the card on eUgoda’s own page', () => {
  it('comes by itself once there is an agreement; tracks, copies, renews and fetches it', async () => {
    const page = await open(OWN);
    const card = test.card(page);
    // It reads the page as soon as it runs.
    await waitFor('the script', async () => (await scripts(page)).length > 0);
    expect(await foreign(page)).toEqual([]);

    const externalId = await registerOnPage(page);
    const stored = world.eugoda.agreements.at(-1)!;
    const fresh = await card.waitForButton('Keep in the list');
    expect(fresh.title).toBe('eUgoda agreement');
    expect(fresh.facts).toMatchObject({
      'eUgoda id': stored.id,
      'Your id': externalId,
      'Link for signing': `https://eugoda.com/sign/${stored.link.token}`,
    });
    expect(await foreign(page)).toEqual([{ name: 'div', attributes: ['style'], root: null }]);
    expect(ours()).toEqual([]);

    await card.click('Keep in the list');
    await card.waitForStatus(/Link works until/);
    await card.click('Copy the link');
    await card.waitForStatus('Copied');
    // That was news for a moment: how long it works is what stands there.
    await card.waitForStatus(/Link works until/);

    const { token } = stored.link;
    world.eugoda.set({ reply: 'result-document', dates: 'epoch-ms' });
    await card.click('Renew the link');
    await waitFor('a new link', () => stored.link.token !== token);
    await card.waitUntil('the new link', ({ facts }) =>
      Boolean(facts['Link for signing']?.endsWith(stored.link.token)),
    );
    await card.click('Fetch the document');
    await card.waitForAlert(/Not signed by everybody yet/);
    world.eugoda.sign(externalId);
    await card.click('Fetch the document');
    await card.waitForStatus(/archive is on the desk/);
    expect(ours().map(({ path }) => path)).toEqual([
      '/api/signing/share',
      '/api/signing/document',
      '/api/signing/document',
    ]);

    await card.click('Open the desk');
    const desk = new Hands(await test.waitForPage('desk.html#/agreements/'));
    await desk.see(/Save the archive/);
    expect(await desk.text()).toContain(externalId);
  });

  it('follows the page: another result, and none any more', async () => {
    const page = await open(OWN);
    const card = test.card(page);
    await registerOnPage(page);
    await card.waitUntilShown();
    await page.evaluate(() => {
      document.getElementById('result')!.remove();
    });
    await card.waitUntilGone();
    expect(await foreign(page)).toEqual([]);
  });

  it('comes on a page that never stops changing', async () => {
    const page = await open(OWN);
    await page.evaluate(() => {
      const clock = document.createElement('p');
      document.body.append(clock);
      setInterval(() => (clock.textContent = `${performance.now()}`), 50);
    });
    await registerOnPage(page);
    await test.card(page).waitForButton('Keep in the list');
  });

  it('stands on a signing page with its link, and knows it when it is in the list', async () => {
    const desk = new Hands(await test.desk('agreements'));
    const stored = await registerFile(test, desk, 'signing-page.txt');
    const page = await open(`https://eugoda.com/sign/${stored.link.token}`);
    const card = await test.card(page).waitForButton('Fetch the document');
    expect(card.facts['Your id']).toBe(stored.externalId);
    const strange = await open(`https://eugoda.com/sign/${'0'.repeat(23)}1`);
    const other = await test.card(strange).waitForButton('Copy the link');
    expect(other.buttons.map(({ name }) => name)).not.toContain('Fetch the document');
  });
});

describe('a click on the card', () => {
  it('of a covered button does nothing here, and opens the desk', async () => {
    const page = await open(OWN);
    const card = test.card(page);
    await registerOnPage(page);
    await card.waitForButton('Keep in the list');
    await cover(page);
    const before = await listed();
    await card.click('Keep in the list');
    const desk = await test.waitForPage('desk.html#/agreements');
    await desk.close();
    await card.waitForAlert(/nothing was done/);
    expect(await listed()).toEqual(before);
  });

  it('by a script is none', async () => {
    const page = await open(OWN);
    const card = test.card(page);
    await registerOnPage(page);
    await card.waitForButton('Keep in the list');
    const before = await listed();
    const button = await card.button('Keep in the list');
    await button?.evaluate(element => element.click());
    // Whatever it would have asked for came before this question.
    expect(await listed()).toEqual(before);
  });

  const listed = () =>
    test.withExtensionPage(page =>
      page.evaluate(async () => {
        const reply = (await chrome.runtime.sendMessage({ imzochi: 'agreements/list', request: {} })) as {
          value: { agreements: { externalId: string }[] };
        };
        return reply.value.agreements.map(({ externalId }) => externalId);
      }),
    );
});

describe('the card on another site', () => {
  it('comes only after the click on the popup’s button, and the secret never does', async () => {
    const desk = new Hands(await test.desk('agreements'));
    const stored = await registerFile(test, desk, 'umbrella.txt');
    const page = await open(OTHER);
    await fillIn(page, stored);
    expect([await scripts(page), await foreign(page)]).toEqual([[], []]);

    await lookByPopup(page);
    const card = test.card(page);
    const shown = await card.waitForButton('Fetch the document');
    expect(shown.facts['Your id']).toBe(stored.externalId);
    await popupGone();
    world.eugoda.sign(stored.externalId);
    await card.click('Fetch the document');
    await card.waitForStatus(/archive is on the desk/);

    expect((await card.read())?.text).not.toContain(SECRET);
    const reach = await Promise.all(
      (await scripts(page)).map(realm =>
        realm.evaluate(async () => {
          const areas = ['local', 'session'] as const;
          const read = areas.map(area =>
            Promise.resolve()
              .then(() => chrome.storage[area].get(null))
              .then(JSON.stringify, () => 'refused'),
          );
          return (await Promise.all(read)).join();
        }),
      ),
    );
    expect(reach.length).toBeGreaterThan(0);
    expect(reach.join()).not.toContain(SECRET);
    // A second look does not make a second card.
    await lookByPopup(page);
    await popupGone();
    expect(await foreign(page)).toHaveLength(1);
  });

  it('comes later where the page has nothing yet, and the popup says so', async () => {
    const desk = new Hands(await test.desk('agreements'));
    const stored = await registerFile(test, desk, 'later.txt');
    const page = await open(OTHER);
    const popup = await lookByPopup(page);
    await popup.see(/No agreement is on this page yet/);
    expect(await foreign(page)).toEqual([]);
    await popup.page.close();
    await page.bringToFront();
    await fillIn(page, stored);
    await test.card(page).waitForButton('Fetch the document');
  });

  it('is not there after another page was opened, and not on pages no extension may read', async () => {
    const page = await open(OTHER);
    const popup = await lookByPopup(page);
    await popup.see(/No agreement/);
    await popup.page.close();
    await page.goto(OTHER);
    await fillIn(page, world.eugoda.agreements.at(-1)!);
    // A script that was still there would have read the page by then.
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(await foreign(page)).toEqual([]);
    const closed = await open('chrome://version');
    const refused = await lookByPopup(closed);
    await refused.see(/does not let extensions read this page/);
    await refused.page.close();
  });
});
