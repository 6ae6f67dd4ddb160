import { browser } from 'wxt/browser';
import type { ToCard } from '../lib/messages/protocol.ts';

/**
 * Tabs that were open before the extension came get their cards without a reload; cards orphaned by an update take
 * themselves away (their context is invalid), so that there are never two.
 */
export async function adoptOpenTabs(): Promise<void> {
  for (const script of browser.runtime.getManifest().content_scripts ?? []) {
    const tabs = await browser.tabs.query({ url: script.matches ?? [] });
    for (const { id } of tabs) {
      if (id === undefined || (await hasCard(id))) continue;
      await browser.scripting
        .executeScript({ target: { tabId: id }, files: (script.js ?? []) as never })
        .catch(() => undefined);
    }
  }
}

/** Whether a script of ours listens there already (an orphan does not): two would mean two cards. */
function hasCard(tabId: number): Promise<boolean> {
  const refresh: ToCard = { imzochi: 'card/refresh' };
  return browser.tabs.sendMessage(tabId, refresh, { frameId: 0 }).then(
    () => true,
    () => false,
  );
}
