import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { startWorld } from '../../sandbox/world.ts';
import { openSignedIn } from '../harness/didox-hands.ts';
import { type Card, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { harmDone, STEADY_MS } from './hostile-hands.ts';

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

/** One browser for a file; for each test a document of its own, signed in, with a card that is ready and was seen. */
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
  beforeEach(async () => {
    const blank = await test.browser.newPage();
    for (const old of await test.browser.pages()) if (old !== blank) await old.close();
    own = drafts.shift() ?? '';
    other = waiting.shift() ?? '';
    ({ page, card } = await openSignedIn(test, own));
    await sleep(STEADY_MS);
    before = harmDone(test);
  });
}

export const effectOf = (id: string): number => test.world.didox.documents.get(id)?.effective ?? -1;
export const nothingHappened = async (): Promise<void> => {
  await sleep(500);
  expect(harmDone(test)).toEqual(before);
};

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
