import { browser } from 'wxt/browser';
import { activeTabId } from './active-tab.ts';

/** Runs the agreement reader in the tab in front: only after the user's own click, through activeTab. */
export async function injectAgreementReader(): Promise<boolean> {
  const tabId = await activeTabId();
  if (tabId === null) return false;
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: ['/eugoda-card.js'] });
    return true;
  } catch {
    return false;
  }
}
