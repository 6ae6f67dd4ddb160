import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../lib/i18n/languages.ts';
import { AREAS, type Dictionary } from '../../lib/i18n/messages.ts';
import { packKeys, packValues } from '../../lib/i18n/packed.ts';

interface GeneratedFile {
  relativeDest: string;
  contents: string;
}

/** Chrome's own folder names for our languages (manifest name, description, commands). */
const CHROME_LOCALES: Record<Language, string> = {
  en: 'en',
  ru: 'ru',
  uk: 'uk',
  'uz-Latn': 'uz',
  'uz-Cyrl': 'uz_Cyrl',
};
/** Keys that the browser itself shows, from `locales/<language>/common.json`. */
const MANIFEST_KEYS = [
  'manifest.name',
  'manifest.description',
  'manifest.command.sign',
  'manifest.command.desk',
];

/** All areas of one language, merged. A language without files yet is left out of the build. */
export function readDictionary(language: Language): Dictionary | null {
  try {
    return Object.assign({}, ...AREAS.map(area => readArea(language, area)));
  } catch {
    return null;
  }
}

function readArea(language: Language, area: string): Dictionary {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '../../locales', language, `${area}.json`), 'utf8'),
  );
}

/**
 * `locales/keys.json` and `locales/<language>.json` in the package (lib/i18n/packed.ts), fetched by whoever needs texts:
 * each is shipped once.
 */
export function localeAssets(): GeneratedFile[] {
  const keys = Object.keys(readDictionary('en') ?? {}).sort();
  const languages = LANGUAGES.flatMap(language => {
    const dictionary = readDictionary(language);
    if (!dictionary) return [];
    const cyrillic = language === 'uz-Latn' ? (readDictionary('uz-Cyrl') ?? {}) : {};
    const values = packValues(keys, dictionary, cyrillic);
    return [{ relativeDest: `locales/${language}.json`, contents: JSON.stringify(values) }];
  });
  return [{ relativeDest: 'locales/keys.json', contents: JSON.stringify(packKeys(keys)) }, ...languages];
}

/** `_locales/<chrome locale>/messages.json`: the few strings that the browser shows by itself. */
export function manifestLocales(): GeneratedFile[] {
  return LANGUAGES.flatMap(language => {
    const dictionary = readDictionary(language);
    if (!dictionary) return [];
    const messages = Object.fromEntries(
      MANIFEST_KEYS.filter(key => typeof dictionary[key] === 'string').map(key => [
        key.replaceAll('.', '_'),
        { message: dictionary[key] },
      ]),
    );
    return [
      {
        relativeDest: `_locales/${CHROME_LOCALES[language]}/messages.json`,
        contents: JSON.stringify(messages),
      },
    ];
  });
}
