import { browser } from 'wxt/browser';
import { AT_WORK } from '../components/follow-language.ts';

const DESK = '/desk.html';

/** Opens a section of the desk; an open desk tab of ours is used again, unless somebody is at work in it. */
export async function openDesk(route: string): Promise<void> {
  const url = `${browser.runtime.getURL(DESK)}#/${route}`;
  const tabs = route.startsWith('review/') ? [] : await ownTabs();
  const open = tabs.find(tab => tab.url === url) ?? tabs.find(tab => !AT_WORK.test(tab.url ?? ''));
  if (open?.id === undefined) {
    // Without a window to put it into (macOS keeps a browser without one) a tab is refused.
    await browser.tabs.create({ url }).catch(() => browser.windows.create({ url }));
    return;
  }
  await browser.tabs.update(open.id, { active: true, url });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}

/** Tabs show their address only to extensions with the `tabs` permission, but an extension sees its own pages. */
function ownTabs() {
  return browser.tabs.query({ url: `${browser.runtime.getURL(DESK)}*` }).catch(() => []);
}
