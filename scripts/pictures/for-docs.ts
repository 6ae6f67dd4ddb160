import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../../tests/harness/index.ts';
import { ensureBuild } from '../ensure-build.ts';
import { smallPng } from './small-png.ts';

/** `node scripts/pictures/for-docs.ts`: docs/pictures, from the real product in the sandbox. */
const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const LANGUAGES = ['en', 'ru', 'uz'] as const;
type DocLanguage = (typeof LANGUAGES)[number];

const FOLDERS: Record<DocLanguage, string> = { en: '', ru: 'ru', uz: 'uz' };

async function main(): Promise<void> {
  const build = await ensureBuild('chrome');
  for (const language of LANGUAGES) {
    const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
    try {
      const test = await startBrowser({ world, build, language, window: { width: 1100, height: 720 } });
      try {
        await test.settings.putPartnerToken();
        await test.settings.trustSandboxRoot();
        await test.settings.set({ language: language === 'uz' ? 'uz-Latn' : language });
        await takeAll(test, language);
      } finally {
        await test.close();
      }
    } finally {
      await world.stop();
    }
  }
}

async function save(page: Page, language: DocLanguage, name: string): Promise<void> {
  const folder = join(FOLDER, FOLDERS[language]);
  mkdirSync(folder, { recursive: true });
  const bytes = smallPng(await page.screenshot());
  writeFileSync(join(folder, `${name}.png`), bytes);
  console.log(`${join(FOLDERS[language], name)}.png  ${(bytes.length / 1000).toFixed(0)} kB`);
}

async function takeAll(test: TestBrowser, language: DocLanguage): Promise<void> {
  const words = wordsOf(language === 'uz' ? 'uz-Latn' : language);
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
  await save(page, language, 'card');
  await pressFirst();
  await card.waitUntil('the end', ({ status }) => status.includes(words['card.done'] ?? ''), 60_000);
  await save(page, language, 'signed');

  const popup = await test.popup(page);
  await waitFor('the keys', () => popup.$('[role=radiogroup] input[type=radio]'));
  await waitFor('the module at rest', () => popup.$('.module-state[data-tone=done]'));
  await settle(popup);
  await save(popup, language, 'popup');
  await popup.close();

  const desk = await test.desk('inbox');
  for (const row of [1, 2, 3])
    await (await desk.waitForSelector(`[role=option]:nth-of-type(${row}) [data-select]`))?.click();
  await settle(desk);
  await save(desk, language, 'inbox');

  const tab = await test.desk('receipts', desk);
  await (await tab.waitForSelector('[role=listbox] [role=option]'))?.click();
  await settle(tab);
  await save(tab, language, 'receipt');
  const receipt = await tab.evaluate(() => location.hash.split('/').at(-1) ?? '');
  await new Desk(tab).goTo(`inspect/receipt/${receipt}`);
  await settle(tab);
  await save(tab, language, 'inspect');

  await new Desk(tab).goTo('welcome');
  await new Desk(tab).press(words['desk.welcome.practice.start'] ?? '');
  await waitFor('the review', () => tab.$('.review-text'));
  await settle(tab);
  await save(tab, language, 'review');
}

/** All texts of a language that have one form. */
function wordsOf(language: string): Readonly<Record<string, string>> {
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

await main();
