import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import type { Card } from './card.ts';
import type { OpenDocumentOptions, TestBrowser } from './test-browser.ts';
import { waitFor } from './wait-for.ts';

/** The card's buttons in English: signing a document, and signing in before it. */
export const SIGN = /^Sign(?! in)/;
export const SIGN_IN = /^Sign in/;

/** Opens a document and signs in by a real click, unless that was done already; the card can sign then. */
export async function openSignedIn(
  test: TestBrowser,
  id: string,
  options: OpenDocumentOptions = {},
): Promise<{ readonly page: Page; readonly card: Card }> {
  const page = await test.openDocument(id, options);
  const card = test.card(page);
  const first = await card.waitForButton(/^Sign/);
  if (first.buttons.some(({ name }) => SIGN_IN.test(name))) {
    while (!(await signInByCard(test, card)));
    await card.waitForButton(SIGN);
  }
  return { page, card };
}

/**
 * A click that was doubted, as happens on a busy machine, opens the desk in front. Chromium makes no accessibility tree of
 * a page behind it: what reads the card there is not answered.
 * @returns false when that happened; the desk is closed then
 */
async function signInByCard(test: TestBrowser, card: Card): Promise<boolean> {
  const before = await test.browser.pages();
  await card.click(SIGN_IN);
  const began = async (): Promise<boolean> => {
    const read = card.read().then(now => now?.buttons.every(({ name }) => !SIGN_IN.test(name)));
    return (await Promise.race([read.catch(() => false), sleep(ANSWERED_MS)])) === true;
  };
  return waitFor('the sign-in to begin, or the desk in its place', async () => {
    if (await began()) return { begun: true };
    const desk = (await test.browser.pages()).find(
      one => !before.includes(one) && one.url().includes('/desk.html#/inbox'),
    );
    await desk?.close();
    return desk ? { begun: false } : null;
  }).then(({ begun }) => begun);
}
const ANSWERED_MS = 3_000;

/** How often the module was asked for something, e.g. `pkcs7.create_pkcs7`. */
export function callsOf(test: TestBrowser, verb: string): number {
  return test.world.eimzo.calls.filter(({ plugin, name }) => `${plugin}.${name}` === verb).length;
}

/** How often Didox was asked for something, by endpoint name. */
export function requestsTo(test: TestBrowser, endpoint: string): number {
  return test.world.didox.requests.filter(request => request.endpoint === endpoint).length;
}
