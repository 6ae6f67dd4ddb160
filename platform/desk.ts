import { browser } from 'wxt/browser';

const DESK = '/desk.html';

/** Opens a section of the desk; an open desk tab of ours is used again, unless a review is under way in it. */
export async function openDesk(route: string): Promise<void> {
  const url = `${browser.runtime.getURL(DESK)}#/${route}`;
  const [open] = route.startsWith('review/') ? [] : await ownTabs();
  if (open?.id === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(open.id, { active: true, url });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}

/** Tabs show their address only to extensions with the `tabs` permission, but an extension sees its own pages. */
async function ownTabs() {
  try {
    const tabs = await browser.tabs.query({ url: `${browser.runtime.getURL(DESK)}*` });
    return tabs.filter(tab => !tab.url?.includes('#/review/'));
  } catch {
    return [];
  }
}
