import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENDER_TIN } from '../../sandbox/didox/index.ts';
import { createPkcs7, getIdentity, inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import {
  checkWithBouncyCastle,
  Desk,
  Downloads,
  startBrowser,
  type TestBrowser,
  waitFor,
  whyNoBouncyCastle,
} from '../harness/index.ts';

interface ClickEvent {
  dispatch(info: object, tab: object): void;
}
interface MenuEntry {
  readonly title: string;
}
declare const chrome: {
  contextMenus: {
    onClicked: ClickEvent;
    create(entry: MenuEntry, done: () => void): void;
  };
  tabs: { query(wanted: object): Promise<{ id: number; title: string; url?: string }[]> };
};

/** Latin, Cyrillic, both kinds of Uzbek letters, emoji that are several characters, a line break of a paragraph. */
const FIRST = 'Oʻzbekiston · Ўзбекистон: келишув №5';
const SECOND = 'We agree — согласны 👩‍👩‍👧 🇺🇿 é';
const TEXT = `${FIRST}\n\n${SECOND}`;
const PKCS7 = Buffer.from(
  createPkcs7({ content: Buffer.from('Oʻylab topilgan'), identity: getIdentity('sender') }).pkcs7,
).toString('base64');
const HTML = `<!doctype html><meta charset="utf-8"><title>A page of somebody else</title>
<div id="text"><p>${FIRST}</p><p>${SECOND}</p></div>
<textarea id="field" rows="4" cols="40">before ${FIRST}\nafter</textarea>
<p id="pkcs7">${PKCS7}</p>`;

const noBouncyCastle = whyNoBouncyCastle();
if (noBouncyCastle !== null) console.info(`The check with BouncyCastle is skipped: ${noBouncyCastle}.`);
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

describe('signing what is selected', () => {
  let test: TestBrowser;
  let server: Server;
  let page: Page;
  let downloads: Downloads;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(HTML);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    downloads = await Downloads.of(test.browser);
    page = await test.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
    server?.close();
    downloads?.remove();
  });

  /** The menu entry is chosen: the native menu cannot be driven, so the worker is told as the browser would. */
  const chooseMenu = async (selectionText: string, options: { granted?: boolean; over?: Page } = {}) => {
    const { granted = true, over = page } = options;
    if (granted) await (await test.popup(over)).close(); // A click on the extension grants the tab, as the menu's does.
    await over.bringToFront();
    const before = new Set(test.browser.targets().map(target => target.url()));
    await test.worker.evaluate(
      async (text, pageUrl) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        const info = {
          menuItemId: 'sign-selection',
          selectionText: text,
          pageUrl,
          frameId: 0,
          editable: false,
        };
        chrome.contextMenus.onClicked.dispatch(info, { ...tab, title: 'A page of somebody else' });
      },
      selectionText,
      over.url(),
    );
    const target = await waitFor('the review', () =>
      test.browser.targets().find(one => one.url().includes('desk.html#/review/') && !before.has(one.url())),
    );
    const opened = await target.page();
    if (opened === null) throw new Error('the review is no page');
    return new Desk(opened);
  };
  const select = (id: string) =>
    page.evaluate(id => {
      const element = document.getElementById(id);
      if (element) getSelection()?.selectAllChildren(element);
    }, id);
  /** What the browser's menu hands over: the same without its line breaks. */
  const flat = (text: string) => text.replace(/\s+/g, ' ');
  const shown = (desk: Desk) =>
    desk.page.$eval('pre.review-text', element => element.checkVisibility() && element.textContent);

  it('shows exactly the text, its length and digest; signs it attached; the saved file verifies elsewhere', async () => {
    await select('text');
    const desk = await chooseMenu(flat(TEXT));
    const review = await desk.waitForText(/exactly as on the page/);
    expect(await shown(desk)).toBe(TEXT);
    expect(review).toContain('A page of somebody else');
    expect(review).toContain(`${[...TEXT].length} characters`);
    expect(review.replace(/\s+/g, '')).toContain(sha256(TEXT).slice(0, 8));
    await test.screenshot('selection-review', desk.page);

    await desk.press('Sign the text');
    await desk.waitForText(/Save \.p7m/);
    await test.screenshot('selection-signed', desk.page);
    await desk.press('Save .p7m');
    const file = await downloads.read('A page of somebody else.txt.p7m');
    const { content, signers } = inspectPkcs7(file);
    expect(Buffer.from(content ?? []).toString()).toBe(TEXT);
    expect(signers).toMatchObject([{ tin: SENDER_TIN, digestOk: true, signatureOk: true, chainOk: true }]);
    await desk.page.close();
  });

  it('signs it detached and stamped: the pair of saved files verifies elsewhere, byte for byte', async () => {
    downloads.clear();
    await select('text');
    const desk = await chooseMenu(flat(TEXT));
    await desk.press(/^Detached/);
    await desk.press(/^Add a time stamp/);
    await desk.press('Sign the text');
    await desk.press('Save text and .p7s');
    const text = await downloads.read('A page of somebody else.txt');
    const signature = await downloads.read('A page of somebody else.txt.p7s');
    expect(Buffer.from(text).toString()).toBe(TEXT);
    const { content, signers } = inspectPkcs7(signature, { detachedContent: text });
    expect(content).toBeNull();
    expect(signers).toMatchObject([
      { tin: SENDER_TIN, digestOk: true, signatureOk: true, chainOk: true, stampOk: true },
    ]);
    expect(signers[0]?.stampedAt).not.toBeNull();

    await test.browser
      .defaultBrowserContext()
      .overridePermissions(test.origin, ['clipboard-read', 'clipboard-write']);
    await desk.press('Copy base64');
    const copied = Buffer.from(signature).toString('base64');
    await expect.poll(() => desk.page.evaluate(() => navigator.clipboard.readText())).toBe(copied);
    await desk.press('Copy PEM');
    const pem = await waitFor('the PEM', async () => {
      const now = await desk.page.evaluate(() => navigator.clipboard.readText());
      return now.startsWith('-----BEGIN') && now;
    });
    expect(pem.replace(/-----[^-]+-----|\s/g, '')).toBe(copied);
  });

  it.skipIf(noBouncyCastle !== null)(
    'the saved files verify with BouncyCastle, which is not ours',
    async () => {
      const [text, signature] = ['A page of somebody else.txt', 'A page of somebody else.txt.p7s'].map(name =>
        downloads.path(name),
      );
      const lines = await checkWithBouncyCastle([`${signature}=${text}`]);
      expect(
        lines.filter(line => line.startsWith('ok signature digest=true signature=true issued=true')),
      ).toHaveLength(1);
      expect(lines.filter(line => line.startsWith('ok stamp imprint=true'))).toHaveLength(1);
      expect(lines.filter(line => line.startsWith('NO'))).toEqual([]);
      const other = await checkWithBouncyCastle([`${signature}=${signature}`]);
      expect(other[0]).toContain('NO signature digest=false');
    },
  );

  it('takes the selection inside a text field as it is', async () => {
    await page.$eval('#field', field => {
      const area = field as HTMLTextAreaElement;
      area.focus();
      area.setSelectionRange(7, area.value.length);
    });
    const desk = await chooseMenu(flat(`${FIRST}\nafter`));
    await desk.waitForText(/exactly as on the page/);
    expect(await shown(desk)).toBe(`${FIRST}\nafter`);
    await desk.page.close();
  });

  it('falls back to the menu’s own text where no script may run, and says so', async () => {
    const closed = await test.newPage();
    await closed.goto('chrome://version/');
    const desk = await chooseMenu('words the menu handed over', { granted: false, over: closed });
    await desk.waitForText(/without its line breaks/);
    expect(await shown(desk)).toBe('words the menu handed over');
    await test.screenshot('selection-fallback', desk.page);
    await desk.press('Do not sign');
    await desk.page.close();
    await closed.close();
  });

  it('takes the menu’s text when the page shows another selection by then', async () => {
    await select('text');
    const desk = await chooseMenu('what was really selected');
    await desk.waitForText(/without its line breaks/);
    expect(await shown(desk)).toBe('what was really selected');
    await desk.page.close();
  });

  it('offers to check a text that is a signature', async () => {
    await select('pkcs7');
    const desk = await chooseMenu(PKCS7);
    await desk.press('Check signature');
    const inspected = await desk.waitForText(new RegExp(getIdentity('sender').cn, 'i'));
    expect(inspected).toMatch(/fits|verified/i);
    await test.screenshot('selection-inspect', desk.page);
  });

  it('is offered by the menu in the language that was chosen last', async () => {
    // A menu cannot be looked at: what it is told to say is.
    await test.worker.evaluate(() => {
      const { contextMenus } = chrome;
      const create = contextMenus.create.bind(contextMenus);
      contextMenus.create = (entry, done) => {
        Object.assign(globalThis, { menuSays: entry.title });
        create(entry, done);
      };
    });
    const says = () => test.worker.evaluate(() => (globalThis as { menuSays?: string }).menuSays);
    await test.settings.set({ language: 'uk' });
    await waitFor('the menu in Ukrainian', async () => /^Підписати/.test((await says()) ?? ''), {
      seen: says,
    });
    await test.settings.set({ language: 'en' });
    await waitFor('the menu in English', async () => /^Sign/.test((await says()) ?? ''), { seen: says });
  });
});
