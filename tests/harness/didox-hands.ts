import type { Page } from 'puppeteer';
import type { Card } from './card.ts';
import type { OpenDocumentOptions, TestBrowser } from './test-browser.ts';

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
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
  }
  return { page, card };
}

/** How often the module was asked for something, e.g. `pkcs7.create_pkcs7`. */
export function callsOf(test: TestBrowser, verb: string): number {
  return test.world.eimzo.calls.filter(({ plugin, name }) => `${plugin}.${name}` === verb).length;
}

/** How often Didox was asked for something, by endpoint name. */
export function requestsTo(test: TestBrowser, endpoint: string): number {
  return test.world.didox.requests.filter(request => request.endpoint === endpoint).length;
}
