import { browser } from 'wxt/browser';
import { CUT_BY_MENU } from '../lib/selection/selection.ts';

export const SIGN_SELECTION = 'sign-selection';

/** A page that hangs takes no script, and never says so. */
const PAGE_ANSWERS_MS = 2000;

/** What the menu says by now, and what it was told to say last: two changes at once must not cross. */
let shown: string | null = null;
let installing: Promise<void> = Promise.resolve();

/** One entry only: a second would become a submenu. Its words follow the language of the interface. */
export function installMenu(title: string): Promise<void> {
  const install = async () => {
    if (title === shown) return;
    await browser.contextMenus.removeAll();
    browser.contextMenus.create(
      { id: SIGN_SELECTION, title, contexts: ['selection'] },
      () => void browser.runtime.lastError,
    );
    shown = title;
  };
  installing = installing.then(install, install);
  return installing;
}

/** What of the browser's click we read. */
interface MenuClick {
  readonly selectionText?: string | undefined;
  readonly pageUrl?: string | undefined;
  readonly frameUrl?: string | undefined;
  readonly frameId?: number | undefined;
}
interface ClickedTab {
  readonly id?: number | undefined;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
}

export interface ClickedSelection {
  readonly text: string;
  readonly from: { readonly title: string; readonly url: string };
  readonly fidelity: 'exact' | 'menu';
}

/**
 * The exact text from the page, line breaks as it shows them (activeTab, granted by this very click). Where scripts may
 * not run, or where the page hangs or shows another selection by now, the one that the menu hands over, whose white space
 * is the browser's own: the review says so.
 */
export async function readClickedSelection(
  info: MenuClick,
  tab: ClickedTab | undefined,
): Promise<ClickedSelection> {
  const from = { title: tab?.title ?? '', url: addressOf(info, tab) };
  const fallback = { text: info.selectionText ?? '', from, fidelity: 'menu' as const };
  if (tab?.id === undefined) return fallback;
  try {
    const reading = browser.scripting.executeScript({
      target: { tabId: tab.id, frameIds: [info.frameId ?? 0] },
      func: readSelection,
    });
    const late = new Promise<undefined>(resolve => setTimeout(resolve, PAGE_ANSWERS_MS));
    const text = (await Promise.race([reading, late]))?.[0]?.result;
    return typeof text === 'string' && isSame(text, fallback.text)
      ? { text, from, fidelity: 'exact' }
      : fallback;
  } catch {
    return fallback;
  }
}

/** The frame's own address, where it has one: an `about:srcdoc`, or the browser's viewer of PDF files, tells nobody anything. */
function addressOf({ frameUrl, pageUrl }: MenuClick, tab: ClickedTab | undefined): string {
  const frame = frameUrl && /^(?:https?|file|blob):/.test(frameUrl) ? frameUrl : undefined;
  return frame ?? pageUrl ?? tab?.url ?? frameUrl ?? '';
}

/** The same words: the menu's text differs from the page's in white space only, and may lack the end of a long one. */
function isSame(exact: string, handedOver: string): boolean {
  const words = (text: string) => text.replace(/\s+/g, '');
  const [page, menu] = [words(exact), words(handedOver)];
  return exact !== '' && (handedOver.length === CUT_BY_MENU ? page.startsWith(menu) : page === menu);
}

/** Runs in the page: must not use anything from outside. A field's own selection is not in getSelection. */
function readSelection(): string {
  const active = document.activeElement;
  if (
    active instanceof HTMLTextAreaElement ||
    (active instanceof HTMLInputElement && active.type !== 'password')
  ) {
    const { selectionStart, selectionEnd, value } = active;
    if (selectionStart !== null && selectionEnd !== null && selectionEnd > selectionStart) {
      return value.slice(selectionStart, selectionEnd);
    }
  }
  return getSelection()?.toString() ?? '';
}
