import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPlainBrowser } from './gallery-page.ts';
import { smallPng } from './small-png.ts';

/**
 * `node scripts/pictures/icons.ts`: public/icon from the drawings in assets. Stores want air around the largest one
 * (96 pixels of drawing in 128); what stands in a toolbar is drawn more simply.
 */
/** A drawing of three colours needs few more for its soft edges. */
const COLOURS = 48;
const ROOT = join(import.meta.dirname, '..', '..');
const ICONS = [
  { size: 16, drawing: 'icon-small.svg', air: 0 },
  { size: 32, drawing: 'icon-small.svg', air: 0 },
  { size: 48, drawing: 'icon.svg', air: 0 },
  { size: 128, drawing: 'icon.svg', air: 16 },
] as const;

const browser = await startPlainBrowser();
try {
  const page = await browser.newPage();
  for (const { size, drawing, air } of ICONS) {
    const svg = readFileSync(join(ROOT, 'assets', drawing), 'utf8');
    await page.setViewport({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:${air}px}svg{display:block;width:${size - 2 * air}px}</style>${svg}`,
    );
    const png = smallPng(await page.screenshot({ omitBackground: true }), COLOURS);
    writeFileSync(join(ROOT, 'public', 'icon', `${size}.png`), png);
    console.log(`${size}.png  ${png.length} bytes`);
  }
} finally {
  await browser.close();
}
