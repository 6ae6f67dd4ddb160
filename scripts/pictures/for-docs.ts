import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../lib/i18n/languages.ts';
import { takeProductPictures } from './product-pictures.ts';
import { smallPng } from './small-png.ts';

/** `node scripts/pictures/for-docs.ts`: docs/pictures, from the real product in the sandbox. */
const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const LANGUAGES: readonly (readonly [Language, folder: string])[] = [
  ['en', ''],
  ['ru', 'ru'],
  ['uz-Latn', 'uz'],
];

for (const [language, name] of LANGUAGES) {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  await takeProductPictures({
    language,
    // Wide enough that the card leaves the site's own buttons free.
    window: { width: 1280, height: 800 },
    async save(page, picture) {
      const bytes = smallPng(await page.screenshot());
      writeFileSync(join(folder, `${picture}.png`), bytes);
      console.log(`${join(name, picture)}.png  ${(bytes.length / 1000).toFixed(0)} kB`);
    },
  });
}
