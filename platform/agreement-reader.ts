import { browser } from 'wxt/browser';
import type { PageReading } from '../lib/messages/protocol.ts';
import { activeTabId } from './active-tab.ts';

/** Runs the agreement reader in the tab in front: only after the user's own click, through activeTab. */
export async function injectAgreementReader(): Promise<PageReading> {
  const tabId = await activeTabId();
  if (tabId === null) return 'refused';
  try {
    const [top] = await browser.scripting.executeScript({ target: { tabId }, files: ['/eugoda-card.js'] });
    return top?.result === true ? 'found' : 'watching';
  } catch {
    return 'refused';
  }
}
