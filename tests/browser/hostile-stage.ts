import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, expect } from 'vitest';
import { startWorld } from '../../sandbox/world.ts';
import { openSignedIn, SIGN } from '../harness/didox-hands.ts';
import { type Card, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { harmDone, middleOf, reviewsOpen } from './hostile-hands.ts';

// Live bindings: each test sees its own page, card and documents under these names.
export let test: TestBrowser;
export let page: Page;
export let card: Card;
export let before: ReturnType<typeof harmDone>;
/** Documents nobody has touched: an own draft, and one that waits for our signature. */
const drafts: string[] = [];
const waiting: string[] = [];
export let own: string;
export let other: string;

/** One browser for a file; `nextAct` and `sameAct` put a document into it. */
export function setTheStage(): void {
  beforeAll(async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' }, didox: { csp: 'off' } });
    drafts.push(...world.didox.seed('outgoing-100'));
    waiting.push(...world.didox.seed('incoming-100'));
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });
}

/** A document nobody has touched, signed in, with a card that is ready, on a page that nobody has tampered with. */
export async function nextAct(): Promise<void> {
  const fresh = await test.newPage();
  for (const old of await test.browser.pages()) if (old !== fresh) await old.close();
  own = drafts.shift() ?? '';
  other = waiting.shift() ?? '';
  ({ page, card } = await openSignedIn(test, own, { page: fresh }));
  before = harmDone(test);
}

/** The page of the test before, in front again and alone, unless its card can sign no more. */
export async function sameAct(): Promise<void> {
  if (!page || page.isClosed()) return nextAct();
  for (const review of await reviewsOpen(test)) await review.close();
  await page.bringToFront();
  const buttons = (await card.read())?.buttons ?? [];
  if (!buttons.some(({ name, enabled }) => enabled && SIGN.test(name))) await nextAct();
}

export const effectOf = (id: string): number => test.world.didox.documents.get(id)?.effective ?? -1;

/** Nothing was signed or sent, and nothing is on its way. */
export const nothingHappened = async (): Promise<void> => {
  await sleep(300);
  expect(harmDone(test)).toEqual(before);
};

/** Presses the button that signs, or where it was; the click is not taken as it is, and the review opens instead. */
export async function reviewOpensInstead(
  press: (at: { x: number; y: number }) => Promise<void> = ({ x, y }) =>
    page.mouse.click(x, y, { delay: 20 }),
  where?: { x: number; y: number },
): Promise<void> {
  const at = where ?? (await middleOf(card));
  if (!at) throw new Error('no button');
  await press(at);
  const [review] = await waitFor('the review to open', async () => {
    const open = await reviewsOpen(test);
    return open.length > 0 && open;
  });
  expect(review?.url()).toContain('#/review/');
  expect(harmDone(test)).toEqual(before);
}

/** A function run in the extension's own isolated world of a page: what a taken-over renderer could do. */
export async function asContentScript<T>(on: Page, script: string): Promise<T> {
  const realm = await waitFor('the world of the content script', () =>
    on.mainFrame().extensionRealms().at(0),
  );
  return realm.evaluate(script) as Promise<T>;
}
export const say = (
  on: Page,
  name: string,
  request: unknown,
): Promise<{ ok: boolean; code?: string; value?: never }> =>
  asContentScript(
    on,
    `(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify({ imzochi: name, request })})`,
  );
export const shownView = async (on: Page): Promise<{ viewId: string }> => {
  const reply = await say(on, 'card/show', { href: on.url(), taxIds: [] });
  return (reply as unknown as { value: { viewId: string } }).value;
};
