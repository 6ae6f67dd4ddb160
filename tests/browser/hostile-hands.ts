import type { ElementHandle, Page } from 'puppeteer';
import { SIGN } from '../harness/didox-hands.ts';
import type { Card, TestBrowser } from '../harness/index.ts';

/** How long the card wants to have stood still (ADR 3), and a bit for the attack to take effect. */
export const STEADY_MS = 700;

/** What only a real signature leaves behind: calls of the module that sign, and submissions at Didox. */
export interface Harm {
  readonly signatures: number;
  readonly submissions: number;
}

export function harmDone(test: TestBrowser): Harm {
  const { calls } = test.world.eimzo;
  return {
    signatures: calls.filter(({ name }) => /^(create|append)_pkcs7/.test(name)).length,
    submissions: test.world.didox.requests.filter(
      ({ method, path }) => method !== 'GET' && /document/.test(path),
    ).length,
  };
}

/** The middle of the button that signs, where a person would press it. */
export async function middleOf(card: Card, name: RegExp = SIGN): Promise<{ x: number; y: number } | null> {
  const button = await card.button(name).catch(() => null);
  const box = await button?.boundingBox();
  await button?.dispose();
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
}

/** The element that our card hangs on, as any script of the page can find it: the only `div` right below the root. */
export const HOST = 'document.querySelector(":root > div")';

/** Runs hostile script in the page's own world. `host` is our element there. */
export async function inPage(page: Page, script: string): Promise<unknown> {
  return page.evaluate(`(() => { const host = ${HOST}; ${script} })()`);
}

/** A part of the card by selector, through the debugger, which sees into a closed root. */
export async function partOfCard(page: Page, selector: string): Promise<ElementHandle<HTMLElement>> {
  const region = await page.$('::-p-aria([name="Imzochi"][role="region"])');
  const part = selector === '' ? region : await region?.$(selector);
  if (!part) throw new Error(`the card has no ${selector}`);
  return part as ElementHandle<HTMLElement>;
}

/** Pages of the desk that a click has opened. */
export const reviewsOpen = async (test: TestBrowser): Promise<readonly Page[]> => {
  const pages = await test.browser.pages();
  return pages.filter(page => page.url().startsWith(`${test.origin}/desk.html`));
};
