import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language } from '../lib/i18n/languages.ts';

const ROOT = join(import.meta.dirname, '..');
/** Quoted too, but words of Windows and of E-IMZO's own menu. */
const NOT_OURS = new Set(['Пуск', 'Pusk', 'Выход']);

type Text = string | Readonly<Record<string, string>>;

/** Every text of the language, each plural form by itself. */
function textsOf(language: Language): string[] {
  const folder = join(ROOT, 'locales', language);
  return readdirSync(folder).flatMap(file => {
    const texts = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Text>;
    return Object.values(texts).flatMap(text => (typeof text === 'string' ? [text] : Object.values(text)));
  });
}

/** What a guide says that the screen says: in quotation marks, and the messages in the first column of its table. */
function quotesOf(guide: string): string[] {
  const quoted = [...guide.matchAll(/«([^»]+)»/g)].map(([, words = '']) => words);
  const [, , ...rows] = guide.split('\n').filter(line => line.startsWith('|'));
  const messages = rows.map(row => (row.split('|')[1] ?? '').replace(/\(.*\)/, '').trim());
  return [...quoted, ...messages].filter(words => !NOT_OURS.has(words));
}

/** "…" stands for itself, and in a guide for a number or a name left out as well. */
function isOnScreen(quote: string, texts: readonly string[]): boolean {
  const pattern = new RegExp(`^${quote.split('…').map(RegExp.escape).join('(?:…|.+)')}$`);
  return texts.some(text => pattern.test(text));
}

describe.each<[file: string, Language]>([
  ['ru', 'ru'],
  ['uz', 'uz-Latn'],
])('docs/guide/%s.md', (file, language) => {
  const texts = textsOf(language);
  const quotes = quotesOf(readFileSync(join(ROOT, 'docs', 'guide', `${file}.md`), 'utf8'));

  it('quotes only what is on the screen', () => {
    expect(quotes.length).toBeGreaterThan(20);
    expect(quotes.filter(quote => !isOnScreen(quote, texts))).toEqual([]);
  });

  it('would notice other words', () => expect(isOnScreen('Imzochi…!', texts)).toBe(false));
});
