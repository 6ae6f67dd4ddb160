import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

declare const chrome: { commands: { onCommand: { dispatch(command: string): void } } };

/** The toolbar's popup and the keyboard: the quick ways in. */
describe('the popup and the shortcuts', () => {
  let test: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    // A company with one key, and one with two: something to choose.
    const keys = [{ disk: 'C:\\', path: 'DSKEYS', identities: ['sender', 'many-001', 'many-002'] }];
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    page = await test.openDocument(DEMO_OUTGOING_DRAFT);
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });

  const radios = (popup: Page) =>
    popup.$$eval('[role=radiogroup][aria-label="Keys"] input[type=radio]', all =>
      all.map(one => ({
        group: one.name,
        name: one.getAttribute('aria-label') ?? '',
        checked: one.checked,
        focused: one === document.activeElement,
      })),
    );

  it('lists the keys by company, one checked in each; Tab and arrows choose another, and it stays chosen', async () => {
    const popup = await test.popup(page);
    await waitFor('the keys', async () => (await radios(popup)).length === 3, { seen: () => radios(popup) });
    const before = await radios(popup);
    const company = before.find(one => before.filter(({ group }) => group === one.group).length === 2)?.group;
    const chosen = before.findIndex(one => one.group === company && one.checked);
    expect(new Set(before.filter(one => one.checked).map(one => one.group)).size).toBe(2);
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await popup.keyboard.press('Tab');
      if ((await radios(popup))[chosen]?.focused) break;
    }
    expect((await radios(popup))[chosen]?.focused).toBe(true);
    await popup.keyboard.press('ArrowDown');
    const other = before.findIndex((one, at) => one.group === company && at !== chosen);
    await waitFor('the other key to be checked', async () => (await radios(popup))[other]?.checked);
    await test.screenshot('popup-keys', popup);
    await popup.close();

    const again = await test.popup(page);
    await waitFor('the keys', async () => (await radios(again)).length === 3);
    expect((await radios(again))[other]?.checked).toBe(true);
    await again.close();
  });

  it('remembers what it said, and draws anew what a newer release words otherwise', async () => {
    const remembered = (popup: Page) =>
      popup.evaluate(() => JSON.parse(localStorage.getItem('imzochi.popup-texts') ?? 'null'));
    const words = (popup: Page) => popup.$eval('body', body => body.textContent ?? '');
    // A page of the extension that says nothing itself.
    const storage = await test.extensionPage('manifest.json');
    await waitFor(
      'the texts to be remembered',
      async () => (await remembered(storage))?.texts['popup.inbox'],
      {
        seen: () => remembered(storage),
      },
    );
    await storage.evaluate(() => {
      const stored = JSON.parse(localStorage.getItem('imzochi.popup-texts') ?? '');
      stored.texts['popup.inbox'] = 'An older wording';
      delete stored.texts['popup.health'];
      localStorage.setItem('imzochi.popup-texts', JSON.stringify(stored));
    });
    const again = await test.newPage();
    await again.evaluateOnNewDocument(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(document.body?.textContent ?? '')).observe(document, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await test.extensionPage('popup.html', again);
    await waitFor('the new words', async () => /Inbox.*Health/s.test(await words(again)), {
      seen: () => words(again),
    });
    const seen = await again.evaluate(() => (window as unknown as { seen: string[] }).seen.join());
    expect(seen).toContain('An older wording');
    expect(seen).not.toContain('popup.health');
    await waitFor(
      'what is remembered to be right',
      async () => (await remembered(again)).texts['popup.health'],
    );
    expect((await remembered(again)).texts['popup.inbox']).toBe('Inbox');
    for (const opened of [storage, again]) await opened.close();
  });

  it('speaks the language of the settings, also when that became another since a page was last open', async () => {
    const opensIn = async (language: string, word: string) => {
      const popup = await test.extensionPage('popup.html');
      await waitFor(
        `the popup in ${language}`,
        async () => (await popup.$eval('body', body => body.textContent)).includes(word),
        { seen: () => popup.$eval('body', body => body.textContent) },
      );
      expect(await popup.$eval('html', html => html.lang)).toBe(language);
      await popup.close();
    };
    await opensIn('en', 'Inbox');
    await test.settings.set({ language: 'ru' });
    await opensIn('ru', 'Входящие');
    await opensIn('ru', 'Входящие');
    await test.settings.set({ language: 'auto' });
    await opensIn('en', 'Inbox');
  });

  it('shows what is being signed while it is, and the receipt after, also to a popup that was closed meanwhile', async () => {
    const desk = new Desk(await test.desk('inbox'));
    await desk.press(/^Sign in: .*Topilgan Savdo/i);
    await desk.row(/С-77/);
    test.world.set({ eimzo: { signDelayMs: 2500 } });
    await desk.press('Accept');
    await desk.waitForText(/E-IMZO is signing|Type the key/);
    const popup = new Desk(await test.popup(desk.page));
    const live = await popup.waitForText(/С-77/);
    expect(live).toMatch(/E-IMZO is signing|Type the key/);
    await test.screenshot('popup-live', popup.page);
    await popup.page.close();
    await waitFor(
      'the acceptance',
      () => test.world.didox.documents.get(DEMO_INCOMING_FOR_SENDER)?.effective === 1,
    );
    test.world.set({ eimzo: { signDelayMs: 0 } });
    await desk.waitForText('Signed and accepted');
    const later = new Desk(await test.popup(desk.page));
    const text = await later.waitForText(/Signed and accepted/);
    expect(text).toContain('С-77');
    await test.screenshot('popup-receipts', later.page);
    await later.page.close();
    await desk.page.close();
  });

  it('a receipt opens with the keyboard', async () => {
    const popup = await test.popup(page);
    const focus = () => popup.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await waitFor('the receipt', () => popup.$('[aria-label^="Open the receipt"]'));
    for (let tabs = 0; tabs < 20 && !(await focus()).startsWith('Open the receipt'); tabs += 1)
      await popup.keyboard.press('Tab');
    // The popup closes over the new tab, before the key has come up again.
    await popup.keyboard.press('Enter').catch(() => undefined);
    const receipts = await test.waitForPage('desk.html#/receipts/');
    await new Desk(receipts).waitForText(/Signed and accepted/);
    await receipts.close();
    if (!popup.isClosed()) await popup.close();
  });

  it('the shortcut opens the review of the document on this page, and the desk', async () => {
    await page.bringToFront();
    await test.worker.evaluate(() => chrome.commands.onCommand.dispatch('sign-document'));
    const review = new Desk(await test.waitForPage('desk.html#/review/'));
    const text = await review.waitForText(/Number\s+1042/);
    expect(text).toMatch(/Review: Didox document/);
    expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(0);
    await test.screenshot('shortcut-review', review.page);
    await review.press('Sign the document');
    await review.waitForText(/The signature is verified/);
    expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
    await review.page.close();

    await page.bringToFront();
    await test.worker.evaluate(() => chrome.commands.onCommand.dispatch('open-desk'));
    await test.waitForPage('desk.html#/inbox');
    expect(test.problems).toEqual([]);
  });
});
