import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'puppeteer';
import { LANGUAGES, type Language } from '../../lib/i18n/languages.ts';
import { startPlainBrowser } from './gallery-page.ts';
import { takeProductPictures } from './product-pictures.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, 'artifacts', 'store');
/** What all three stores take. At most five in Chrome's, in this order. */
const WINDOW = { width: 1280, height: 800 };
const PICTURES = ['card', 'inbox', 'review', 'inspect', 'agreement'];
/** The small promotional tile of Chrome's and Edge's stores. */
const TILE = { width: 440, height: 280 };

/** `npm run pictures -- --store`: artifacts/store/<language>/1-card.png … 5-agreement.png and tile.png. */
export async function takeStorePictures(languages: readonly Language[] = LANGUAGES): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const language of languages) {
    const folder = join(FOLDER, language);
    mkdirSync(folder, { recursive: true });
    await takeProductPictures({
      language,
      window: WINDOW,
      async save(page, name) {
        const at = PICTURES.indexOf(name);
        if (at < 0) return;
        writeFileSync(join(folder, `${at + 1}-${name}.png`), await page.screenshot());
      },
    });
  }
  const browser = await startPlainBrowser();
  try {
    const page = await browser.newPage();
    await page.setViewport(TILE);
    for (const language of languages)
      writeFileSync(join(FOLDER, language, 'tile.png'), await drawTile(page, language));
  } finally {
    await browser.close();
  }
  console.log(`${languages.length * (PICTURES.length + 1)} pictures: ${relative(process.cwd(), FOLDER)}`);
}

/** The mark and the product's own name, which says in each language what it is. */
async function drawTile(page: Page, language: Language): Promise<Uint8Array> {
  const mark = readFileSync(join(ROOT, 'assets', 'icon.svg'), 'utf8');
  const texts = JSON.parse(readFileSync(join(ROOT, 'locales', language, 'common.json'), 'utf8'));
  const [name = '', what = ''] = String(texts['manifest.name']).split(': ');
  await page.setContent(`<style>
    body { margin: 0; height: 100vh; display: grid; place-content: center; justify-items: center; gap: 10px;
      background: linear-gradient(160deg, #0a5a55, #063d39); color: #fff; font: 17px system-ui, "Noto Sans", sans-serif; }
    svg { width: 96px; margin-bottom: 8px } svg rect { fill: none } b { font-size: 40px; letter-spacing: -.01em }
  </style>${mark}<b>${name}</b><span>${what}</span>`);
  return page.screenshot();
}
