import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCALES = join(import.meta.dirname, '..', '..', 'locales');
const PARTS = ['card', 'common', 'desk', 'errors', 'popup'] as const;

/** The product's own texts by key, as a user of that language reads them. @throws Error when there is none */
export function wordsOf(language: 'en' | 'ru'): (key: string) => string {
  const texts = Object.assign(
    {},
    ...PARTS.map(part => JSON.parse(readFileSync(join(LOCALES, language, `${part}.json`), 'utf8'))),
  ) as Record<string, unknown>;
  return key => {
    const text = texts[key];
    if (typeof text !== 'string') throw new Error(`no text "${key}" in ${language}`);
    return text;
  };
}

/** A pattern for exactly these words, or for what begins with them. */
export const exactly = (text: string): RegExp => new RegExp(`^${RegExp.escape(text)}$`);
export const beginning = (text: string): RegExp => new RegExp(`^${RegExp.escape(text)}`);
