import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import type { Language } from '../../lib/i18n/languages.ts';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../../tests/harness/index.ts';
import { ensureBuild } from '../ensure-build.ts';

export interface ProductPictures {
  readonly language: Language;
  readonly window: { readonly width: number; readonly height: number };
  readonly save: (page: Page, name: string) => Promise<void>;
}

/** Goes through the real product in the sandbox, in one language, and hands each page over when it stands still. */
export async function takeProductPictures({ language, window, save }: ProductPictures): Promise<void> {
  const build = await ensureBuild('chrome');
  const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
  try {
    const test = await startBrowser({ world, build, language: browserLanguage(language), window });
    try {
      await test.settings.putPartnerToken();
      await test.settings.trustSandboxRoot();
      await test.settings.set({
        language,
        eugodaApplications: [{ id: 'umbrella', label: 'Umbrella', port: 3000 }],
      });
      await test.settings.putEugodaSecret('umbrella', 'umbrella-secret');
      const settled = async (page: Page, name: string): Promise<void> => {
        await settle(page);
        await save(page, name);
      };
      const words = wordsOf(language);
      await onDidox(test, words, settled);
      await onTheDesk(test, words, settled);
      await withEugoda(test, settled);
    } finally {
      await test.close();
    }
  } finally {
    await world.stop();
  }
}

type Words = Readonly<Record<string, string>>;
type Save = ProductPictures['save'];

const browserLanguage = (language: Language) =>
  language.startsWith('uz') ? 'uz' : (language as 'en' | 'ru');

async function onDidox(test: TestBrowser, words: Words, save: Save): Promise<void> {
  const page = await test.openDocument(DEMO_OUTGOING_DRAFT);
  const card = test.card(page);
  const pressFirst = async (): Promise<void> => {
    const { buttons } = await card.waitUntil('a button', reading => reading.buttons.some(one => one.enabled));
    await card.click(buttons[0]?.name ?? '');
  };
  await pressFirst();
  await card.waitUntil(
    'the facts',
    ({ facts, status }) => Object.keys(facts).length > 2 && status.includes(words['card.ready'] ?? ''),
  );
  await save(page, 'card');
  await pressFirst();
  await card.waitUntil('the end', ({ status }) => status.includes(words['card.done'] ?? ''), 60_000);
  await save(page, 'signed');

  const popup = await test.popup(page);
  await waitFor('the keys', () => popup.$('[role=radiogroup] input[type=radio]'));
  await waitFor('the module at rest', () => popup.$('.module-state[data-tone=done]'));
  await save(popup, 'popup');
  await popup.close();
}

async function onTheDesk(test: TestBrowser, words: Words, save: Save): Promise<void> {
  const desk = await test.desk('inbox');
  for (const row of [1, 2, 3])
    await (await desk.waitForSelector(`[role=option]:nth-of-type(${row}) [data-select]`))?.click();
  await save(desk, 'inbox');

  const tab = await test.desk('receipts', desk);
  await (await tab.waitForSelector('[role=listbox] [role=option]'))?.click();
  await save(tab, 'receipt');
  const receipt = await tab.evaluate(() => location.hash.split('/').at(-1) ?? '');
  await new Desk(tab).goTo(`inspect/receipt/${receipt}`);
  await save(tab, 'inspect');

  await new Desk(tab).goTo('welcome');
  await new Desk(tab).press(words['desk.welcome.practice.start'] ?? '');
  await waitFor('the review', () => tab.$('.review-text'));
  await save(tab, 'review');
}

async function withEugoda(test: TestBrowser, save: Save): Promise<void> {
  const desk = await test.desk('agreements/new/file');
  const input = (await desk.waitForSelector('input[type=file]')) as ElementHandle<HTMLInputElement>;
  const files = ['Оренда офісу.txt', 'Договір постачання.txt', 'Додаткова угода № 2.txt'];
  await input.evaluate((element, names) => {
    const transfer = new DataTransfer();
    for (const name of names) transfer.items.add(new File([`${name}\n`.repeat(40)], name));
    element.files = transfer.files;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }, files);
  await (await desk.waitForSelector('#main .button[data-look=primary]:not([disabled])'))?.click();
  await waitFor('the agreements', () => test.world.eugoda.agreements.length === files.length);
  await settle(desk);
  await new Desk(desk).goTo('agreements');
  await (await desk.waitForSelector('[role=listbox] [role=option]'))?.click();
  await (await desk.waitForSelector('.link-box [aria-expanded]'))?.click();
  await save(desk, 'agreement');
}

/** All texts of a language that have one form. */
function wordsOf(language: Language): Words {
  const folder = join(import.meta.dirname, '..', '..', 'locales', language);
  const areas = readdirSync(folder).map(
    file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object,
  );
  return Object.assign({}, ...areas) as Record<string, string>;
}

/** Until the page has said the same for a moment. */
async function settle(page: Page): Promise<void> {
  let before = '';
  let since = Date.now();
  await waitFor('the page to settle', async () => {
    const now = await page.evaluate(() => document.body.innerHTML);
    if (now !== before) since = Date.now();
    before = now;
    return Date.now() - since > 900;
  });
}
