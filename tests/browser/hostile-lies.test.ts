import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { DEMO_DRAFT_STRANGER, PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { cover } from '../harness/cover.ts';
import { SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import { waitFor } from '../harness/index.ts';
import { HOST, harmDone, inPage, middleOf, reviewsOpen, STEADY_MS } from './hostile-hands.ts';
import {
  asContentScript,
  before,
  card,
  effectOf,
  nextAct,
  nothingHappened,
  other,
  own,
  page,
  setTheStage,
  test,
} from './hostile-stage.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** Hostile pages that change under a real click, or lie about what they are. */
setTheStage();
beforeEach(async () => {
  await nextAct();
  await sleep(STEADY_MS);
});

describe('a page that changes under the click', () => {
  it('goes to another document: the click signs neither', async () => {
    const at = await middleOf(card);
    if (!at) throw new Error('no button');
    await page.evaluate(id => {
      addEventListener('pointerdown', () => history.pushState(null, '', `/documents/${id}/0`), {
        capture: true,
      });
    }, other);
    await page.mouse.click(at.x, at.y, { delay: 40 });
    await nothingHappened();
    expect((await card.waitForButton('Sign and accept')).facts['Document id']).toBe(other);
  });

  it('is left for another one: the click is void', async () => {
    const at = await middleOf(card);
    if (!at) throw new Error('no button');
    await page.evaluate(
      id => addEventListener('pointerdown', () => location.assign(`/documents/${id}/0`), { capture: true }),
      other,
    );
    await page.mouse.click(at.x, at.y, { delay: 200 });
    await sleep(500);
    expect(effectOf(other)).toBe(0);
    expect(effectOf(own)).toBeLessThanOrEqual(1);
  });

  it('is clicked twice quickly: one job, one signature', async () => {
    const at = await middleOf(card);
    if (!at) throw new Error('no button');
    await page.mouse.click(at.x, at.y, { count: 2, delay: 5 });
    await card.waitForStatus(/Signed/);
    expect(harmDone(test).signatures).toBe(before.signatures + 1);
    expect(effectOf(own)).toBe(1);
  });

  it('has the card look anew at the moment of the click: nothing is signed', async () => {
    const at = await middleOf(card);
    if (!at) throw new Error('no button');
    await asContentScript(page, `document.dispatchEvent(new Event('visibilitychange'))`);
    await page.mouse.click(at.x, at.y, { delay: 10 });
    // The review opens, or the click was on a view that is void already.
    await nothingHappened();
  });

  it('takes the card away again and again: it comes back a bounded number of times, and nothing is signed', async () => {
    const removed = await page.evaluate(`new Promise(resolve => {
      const host = ${HOST}; let times = 0;
      const watch = new MutationObserver(() => { if (host.isConnected && times < 500) { times += 1; host.remove(); } });
      watch.observe(document.documentElement, { childList: true });
      host.remove();
      setTimeout(() => { watch.disconnect(); resolve(times); }, 1000);
    })`);
    expect(removed).toBeGreaterThan(10);
    expect(removed).toBeLessThan(100);
    await nothingHappened();
  });
});

describe('a page that lies', () => {
  it('shows another document than its address names: the card says what is signed, and that is signed', async () => {
    await page.evaluate(id => {
      history.replaceState(null, '', `/documents/${id}/0`);
    }, other);
    const shown = await card.waitForButton('Sign and accept');
    expect(shown.facts['Document id']).toBe(other);
    await card.click('Sign and accept');
    await card.waitForStatus(/Signed and accepted/);
    expect(effectOf(own)).toBe(0);
    expect(effectOf(other)).toBe(1);
  });

  it('writes other companies’ numbers all over itself: no other key is chosen, no foreign document opened', async () => {
    const stranger = await test.openDocument(DEMO_DRAFT_STRANGER);
    await stranger.evaluate(() => {
      document.body.prepend('300000035 300000050 300000076');
    });
    const read = await waitFor('a card', () => test.card(stranger).read());
    expect(read.buttons.filter(({ name, enabled }) => enabled && SIGN.test(name))).toEqual([]);
    await nothingHappened();
  });

  it('has elements named like the document’s own members: a card that was moved is noticed all the same', async () => {
    const at = await middleOf(card);
    if (!at) throw new Error('no button');
    await inPage(
      page,
      `for (const name of ['visibilityState', 'elementFromPoint', 'addEventListener', 'hasFocus', 'querySelector', 'documentElement']) {
         const image = document.createElement('img');
         image.name = name;
         document.body.append(image);
       }
       // The card's looks at itself begin anew, if it takes the page's word for whether it is in sight.
       document.dispatchEvent(new Event('visibilitychange'));
       window.host = host;
       window.kept = host.style.cssText;
       (async () => {
         for (let n = 0; n < 80; n += 1) {
           host.style.setProperty('transform', 'translate(-400px, -200px)', 'important');
           await null;
           await null;
         }
       })();`,
    );
    await page.mouse.move(at.x, at.y);
    await sleep(1500);
    await page.evaluate('window.host.style.cssText = window.kept');
    await page.mouse.click(at.x, at.y, { delay: 10 });
    await nothingHappened();
    await waitFor('the review', async () => (await reviewsOpen(test)).length > 0);
  });

  it('has an element under the name our own script uses: the card on eUgoda stands all the same', async () => {
    const signing = await test.newPage();
    await signing.evaluateOnNewDocument(() =>
      addEventListener('DOMContentLoaded', () => {
        document.body.id = 'imzochiReader';
      }),
    );
    await signing.goto(`https://eugoda.com/sign/${'0'.repeat(23)}1`);
    await signing.bringToFront();
    await test.card(signing).waitForButton('Copy the link', 5000);
  });

  it('has its own Array, Promise, fetch, WebSocket and postMessage: nothing of ours passes through them', async () => {
    await page.evaluateOnNewDocument(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const write = JSON.stringify;
      const say = (line: string): void => {
        heard[heard.length] = line;
      };
      const spy = (owner: object, name: string): void => {
        const real = (owner as Record<string, (...args: unknown[]) => unknown>)[name];
        if (!real) return;
        Object.defineProperty(owner, name, {
          configurable: true,
          value(this: unknown, ...args: unknown[]) {
            let said = '';
            for (const arg of args)
              said += typeof arg === 'object' && !(arg instanceof Node) ? write(arg) : String(arg);
            say(`${name}:${said}`);
            return Reflect.apply(real, this, args);
          },
        });
      };
      spy(Array.prototype, 'push');
      spy(Array.prototype, 'map');
      spy(Promise.prototype, 'then');
      spy(JSON, 'stringify');
      spy(JSON, 'parse');
      spy(EventTarget.prototype, 'dispatchEvent');
      spy(Element.prototype, 'attachShadow');
      spy(Node.prototype, 'appendChild');
      spy(globalThis, 'postMessage');
      spy(globalThis, 'fetch');
      Object.assign(globalThis, {
        WebSocket: class {
          constructor(url: string) {
            say(`WebSocket:${url}`);
          }
        },
      });
    });
    await page.reload();
    await card.waitForButton(SIGN);
    await sleep(STEADY_MS);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    const heard = (await page.evaluate('heard.join("\\n")')) as string;
    expect(heard).not.toMatch(/imzochi|viewId|chrome-extension|WebSocket:|attachShadow|card\//i);
    expect(heard).not.toContain(PARTNER_TOKEN);
  });

  it('embeds a document page of Didox: no card stands in a frame', async () => {
    await page.evaluate(id => {
      const frame = document.createElement('iframe');
      frame.src = `/documents/${id}/0`;
      frame.style.cssText = 'position:fixed;inset:0;width:700px;height:700px';
      document.body.append(frame);
    }, other);
    const frame = await waitFor('the frame', () => page.frames().find(one => one.url().includes(other)));
    await frame.waitForSelector('button');
    await sleep(600);
    expect(await frame.evaluate(() => document.querySelectorAll(':root > div').length)).toBe(0);
    expect(frame.extensionRealms()).toEqual([]);
  });
});

describe('signing in', () => {
  it('by a click on a hidden card is no sign-in: the desk opens', async () => {
    await test.withExtensionPage(own =>
      own.evaluate(() =>
        chrome.runtime.sendMessage({ imzochi: 'didox/sign-out', request: { server: null, owner: null } }),
      ),
    );
    await card.waitForButton(SIGN_IN);
    const sessions = test.world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    await cover(page);
    await sleep(STEADY_MS);
    const at = await middleOf(card, SIGN_IN);
    if (!at) throw new Error('no button');
    await page.mouse.click(at.x, at.y, { delay: 20 });
    await test.waitForPage('desk.html#/inbox');
    await nothingHappened();
    expect(test.world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length).toBe(
      sessions,
    );
  });
});
