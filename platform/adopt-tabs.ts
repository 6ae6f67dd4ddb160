import { browser } from 'wxt/browser';
import type { ToCard } from '../lib/messages/protocol.ts';

/** Gone with the browser, and with the extension's being switched off. */
const ADOPTED = 'tabs.adopted';

const underWay = new Map<number, Promise<void>>();

/**
 * Tabs that were open before the extension came get their cards without a reload; cards orphaned by an update take
 * themselves away (their context is invalid), so that there are never two. Side by side: a frozen tab answers only once
 * somebody looks at it. One that the browser has put away gets its card when it is loaded again.
 */
export async function adoptOpenTabs(which: { status?: 'complete' } = {}): Promise<void> {
  const scripts = browser.runtime.getManifest().content_scripts ?? [];
  await Promise.all(
    scripts.map(async ({ matches = [], js = [] }) => {
      const tabs = await browser.tabs.query({ ...which, url: matches, discarded: false });
      await Promise.all(tabs.map(({ id }) => id !== undefined && adopt(id, js)));
    }),
  );
}

/**
 * At the first start since the extension was not there: nothing tells that somebody has switched it on again, and their
 * tabs have lost their cards. What is loading meanwhile gets its card from the browser.
 */
export async function adoptAfterAbsence(): Promise<void> {
  const { session } = browser.storage;
  if ((await session.get(ADOPTED))[ADOPTED]) return;
  await session.set({ [ADOPTED]: true });
  await adoptOpenTabs({ status: 'complete' });
}

function adopt(tabId: number, files: readonly string[]): Promise<void> {
  const adopting =
    underWay.get(tabId) ??
    (async () => {
      if (await hasCard(tabId)) return;
      await browser.scripting
        .executeScript({ target: { tabId }, files: files as never })
        .catch(() => undefined);
    })().finally(() => underWay.delete(tabId));
  underWay.set(tabId, adopting);
  return adopting;
}

/** Whether a script of ours listens there already (an orphan does not): two would mean two cards. */
function hasCard(tabId: number): Promise<boolean> {
  const refresh: ToCard = { imzochi: 'card/refresh' };
  return browser.tabs.sendMessage(tabId, refresh, { frameId: 0 }).then(
    () => true,
    () => false,
  );
}
