import type { Page } from 'puppeteer';
import { describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { cover } from '../harness/cover.ts';
import { callsOf, openSignedIn, SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import { shareBrowser } from '../harness/shared-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const test = shareBrowser();
const document = (id: string) => test().world.didox.documents.get(id);

/** Hosts of cards, as any script of the page can find them: the strangers below <html>. */
const hostsIn = (page: Page): Promise<number> =>
  page.evaluate(() => window.document.querySelectorAll(':root > div').length);
const withHost = (page: Page, act: (host: HTMLElement) => void): Promise<void> =>
  page.evaluate(`(${act.toString()})(document.querySelector(':root > div'))`) as Promise<void>;

describe('a page that moves under the card', () => {
  it('may rebuild itself all the time: the card stays and signs', async () => {
    test().world.set({ didox: { rerenderMs: 40 } });
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await page.evaluate(() => {
      setInterval(() => {
        const body = window.document.createElement('body');
        body.append(...window.document.body.childNodes);
        window.document.body.replaceWith(body);
      }, 300);
      // And once everything below the root at once, our card with it.
      window.document.documentElement.replaceChildren(window.document.head, window.document.body);
    });
    await card.waitUntilShown();
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(document(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
    expect(await hostsIn(page)).toBe(1);
  });

  it('wins when it fights for its place, and nothing hangs', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await page.evaluate(() => {
      new MutationObserver(changes => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          if (node instanceof HTMLDivElement) node.remove();
        }
      }).observe(window.document.documentElement, { childList: true });
    });
    await withHost(page, host => host.remove());
    await card.waitUntilGone();
    expect(await page.evaluate(() => 1 + 1)).toBe(2);
  });
});

describe('a card whose document is left', () => {
  it('goes with it, and no news of its job shows on another page', async () => {
    test().world.set({ eimzo: { rememberMs: 0 } });
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    test().world.set({ eimzo: { passwordDelayMs: 1500 } });
    await card.click(SIGN);
    await card.waitForStatus(/behind the browser/);
    const goTo = (path: string): Promise<void> =>
      page.evaluate(to => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, path);
    await goTo(`/documents/${DEMO_INCOMING_FOR_SENDER}/0`);
    await card.waitForTitle('Invoice No. С-77');
    await goTo('/profile/account');
    await card.waitUntilGone();
    await waitFor('the signature', () => document(DEMO_OUTGOING_DRAFT)?.effective === 1);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(await card.isShown()).toBe(false);
    await goTo(`/documents/${DEMO_OUTGOING_DRAFT}/1`);
    await card.waitForStatus(/Signed/);
  });
});

describe('a click that the card cannot prove to be meant', () => {
  const opensReview = async (): Promise<void> => {
    await (await test().waitForPage('desk.html#/review')).close();
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
    expect(callsOf(test(), 'pkcs7.create_pkcs7')).toBe(1); // the sign-in's
  };

  it('through a cover that lets the mouse pass opens the review', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await cover(page);
    await card.click(SIGN);
    await opensReview();
    expect((await card.read())?.alert).toMatch(/not certain/);
  });

  it('made by a script of the page does nothing at all', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await withHost(page, host => {
      host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      host.click();
    });
    expect(await page.evaluate(() => window.document.documentElement.lastElementChild?.shadowRoot)).toBe(
      null,
    );
    expect((await card.read())?.buttons[0]?.name).toBe('Sign');
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
  });

  it('is void when the page went on to another document', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    const button = await card.button(SIGN);
    const box = await button?.boundingBox();
    if (!box) throw new Error('no button');
    // In the very moment of the press: the address is another one when the click arrives.
    await page.evaluate(id => {
      addEventListener('pointerdown', () => history.replaceState(null, '', `/documents/${id}/0`), true);
    }, DEMO_INCOMING_FOR_SENDER);
    await new Promise(resolve => setTimeout(resolve, 600));
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const next = await card.waitForTitle('Invoice No. С-77');
    expect(next.buttons.map(({ name }) => name)).toContain('Sign and accept');
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
    expect(document(DEMO_INCOMING_FOR_SENDER)?.submissions).toEqual([]);
  });
});

describe('several tabs', () => {
  it('on one document share one job and both say how it ended', async () => {
    test().world.set({ eimzo: { rememberMs: 0 } });
    const first = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    const second = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    test().world.set({ eimzo: { passwordDelayMs: 1500 } });
    await first.card.click(SIGN);
    await second.page.bringToFront();
    const waiting = await second.card.waitForStatus(/behind the browser/);
    expect(waiting.buttons.map(({ name }) => name)).toContain('Stop');
    await second.card.waitForStatus(/Signed/);
    await first.page.bringToFront();
    await first.card.waitForStatus(/Signed/);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ kind: 'sign' }] });
    expect(callsOf(test(), 'pkcs7.create_pkcs7')).toBe(2);
  });

  it('open at the installation get the card without a reload, and lose it when the extension goes', async () => {
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.waitForButton(SIGN_IN);
    await page.evaluate(() => Object.assign(window, { before: true }));
    await test().browser.uninstallExtension(test().extensionId);
    await card.waitUntilGone();
    await waitFor('the page to be left as it was', async () => (await hostsIn(page)) === 0);
    await test().install();
    await page.bringToFront();
    await card.waitForButton(SIGN_IN);
    expect(await page.evaluate(() => 'before' in window)).toBe(true);
  });

  it('get the card back without a reload when the extension was switched off and on', async () => {
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.waitForButton(SIGN_IN);
    const extensions = await test().newPage();
    await extensions.goto('chrome://extensions/');
    const turn = (on: boolean) =>
      extensions.evaluate((id, on) => chrome.management.setEnabled(id, on), test().extensionId, on);
    await turn(false);
    await page.bringToFront();
    await card.waitUntilGone();
    await turn(true);
    await card.waitForButton(SIGN_IN);
    expect(await hostsIn(page)).toBe(1);
    await extensions.close();
  });

  it('have one card each after an update, and it works', async () => {
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.waitForButton(SIGN_IN);
    await test().update();
    await page.bringToFront();
    // An orphan notices within two seconds.
    await new Promise(resolve => setTimeout(resolve, 2500));
    await card.waitForButton(SIGN_IN);
    expect(await hostsIn(page)).toBe(1);
    await test().settings.putPartnerToken();
    await test().settings.trustSandboxRoot();
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
  });
});
