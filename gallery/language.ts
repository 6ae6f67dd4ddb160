import { LANGUAGES, type Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { createTranslator, type Translator } from '../lib/i18n/translator.ts';

const FILES = import.meta.glob<Dictionary>('../locales/*/*.json', { import: 'default' });

export const isLanguage = (text: string | null): text is Language => LANGUAGES.some(one => one === text);

/** A translator with all areas of a language; no fallback, so that a gap shows. */
export async function loadTranslator(language: Language): Promise<Translator> {
  const areas = Object.entries(FILES).filter(([path]) => path.includes(`/${language}/`));
  const loaded = await Promise.all(areas.map(([, load]) => load()));
  return createTranslator(language, Object.assign({}, ...loaded));
}
