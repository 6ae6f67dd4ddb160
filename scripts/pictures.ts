import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../lib/i18n/languages.ts';
import { takeStorePictures } from './pictures/for-store.ts';
import { GalleryPage, startPlainBrowser, type Theme } from './pictures/gallery-page.ts';
import { startGallery } from './pictures/gallery-site.ts';

/** `npm run pictures`: every page in every state, in all languages and both themes. */
const FOLDER = join(import.meta.dirname, '..', 'artifacts', 'pictures');
const THEMES: readonly Theme[] = ['light', 'dark'];
/** Tabs that work at the same time. */
const LANES = 2;

const HELP = `npm run pictures [-- --only <part of a scene's name>] [-- --language <tag>]
  saves artifacts/pictures/<language>/<theme>/<scene>.png and an index.html
npm run pictures -- --store [--language <tag>]
  saves artifacts/store/<language>/: five pictures of 1280 × 800 from the real product, and a tile of 440 × 280`;

async function main(): Promise<number> {
  const { only, languages, store } = readArguments(process.argv.slice(2));
  if (store) {
    await takeStorePictures(languages);
    return 0;
  }
  const begun = Date.now();
  const site = await startGallery();
  const browser = await startPlainBrowser();
  const problems: string[] = [];
  try {
    const lanes = await Promise.all(Array.from({ length: LANES }, () => GalleryPage.open(browser, site)));
    const scenes = (lanes[0]?.scenes ?? []).filter(name => name.includes(only));
    const tasks = languages.flatMap(language => scenes.map(scene => ({ language, scene })));
    rmSync(FOLDER, { recursive: true, force: true });
    await Promise.all(
      lanes.map(async lane => {
        lane.page.on('pageerror', thrown => problems.push(`${lane.page.url()}: ${String(thrown)}`));
        for (let task = tasks.shift(); task; task = tasks.shift()) await takePictures(lane, task);
      }),
    );
    const index = join(FOLDER, 'index.html');
    writeFileSync(index, indexOf(scenes, languages));
    const count = scenes.length * languages.length * THEMES.length;
    const took = Math.round((Date.now() - begun) / 1000);
    console.log(`${count} pictures in ${took} s: ${relative(process.cwd(), index)}`);
  } finally {
    await browser.close();
    await site.stop();
  }
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

async function takePictures(
  lane: GalleryPage,
  { language, scene }: { readonly language: Language; readonly scene: string },
): Promise<void> {
  await lane.theme('light');
  await lane.show(scene, language);
  for (const theme of THEMES) {
    await lane.theme(theme);
    const path = join(FOLDER, pathOf(scene, language, theme));
    mkdirSync(dirname(path), { recursive: true });
    await lane.page.screenshot({ path, fullPage: lane.isWhole(scene) });
  }
}

const pathOf = (scene: string, language: Language, theme: Theme): string =>
  `${language}/${theme}/${scene}.png`;

function indexOf(scenes: readonly string[], languages: readonly Language[]): string {
  const cell = (scene: string, language: Language, theme: Theme): string => {
    const path = pathOf(scene, language, theme);
    return `<a href="${path}"><img loading="lazy" src="${path}" alt="${scene}, ${language}, ${theme}"></a>`;
  };
  const columns = languages.flatMap(language => THEMES.map(theme => ({ language, theme })));
  return `<!doctype html><meta charset="utf-8"><title>Imzochi: pictures</title>
<style>body{font:14px sans-serif}table{border-collapse:collapse}td,th{padding:4px;vertical-align:top;text-align:left}img{width:220px;border:1px solid #999}th[scope=row]{position:sticky;left:0;background:#fff}</style>
<table><thead><tr><th></th>${columns.map(({ language, theme }) => `<th>${LANGUAGE_NAMES[language]}, ${theme}</th>`).join('')}</tr></thead>
<tbody>${scenes
    .map(
      scene =>
        `<tr><th scope="row">${scene}</th>${columns.map(({ language, theme }) => `<td>${cell(scene, language, theme)}</td>`).join('')}</tr>`,
    )
    .join('\n')}</tbody></table>
`;
}

function readArguments(args: readonly string[]): {
  readonly only: string;
  readonly languages: readonly Language[];
  readonly store: boolean;
} {
  let only = '';
  let languages: readonly Language[] = LANGUAGES;
  const rest = args.filter(one => one !== '--store');
  for (let at = 0; at < rest.length; at += 2) {
    const value = rest[at + 1] ?? '';
    if (rest[at] === '--only') only = value;
    else if (rest[at] === '--language' && LANGUAGES.some(one => one === value)) {
      languages = [value as Language];
    } else {
      console.log(HELP);
      process.exit(rest[at] === '--help' ? 0 : 2);
    }
  }
  return { only, languages, store: rest.length < args.length };
}

process.exitCode = await main();
