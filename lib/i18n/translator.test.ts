import { describe, expect, it } from 'vitest';
import english from '../../locales/en/common.json';
import russian from '../../locales/ru/common.json';
import ukrainian from '../../locales/uk/common.json';
import uzbekCyrillic from '../../locales/uz-Cyrl/common.json';
import uzbekLatin from '../../locales/uz-Latn/common.json';
import type { Language } from './languages.ts';
import type { Dictionary } from './messages.ts';
import { createTranslator } from './translator.ts';

const DICTIONARIES: Record<Language, Dictionary> = {
  en: english,
  ru: russian,
  uk: ukrainian,
  'uz-Latn': uzbekLatin,
  'uz-Cyrl': uzbekCyrillic,
};

describe('numbers in a sentence', () => {
  it.each<[Language, string]>([
    ['en', '1 document, 2 documents, 5 documents, 21 documents, 22 documents, 25 documents'],
    ['ru', '1 документ, 2 документа, 5 документов, 21 документ, 22 документа, 25 документов'],
    ['uk', '1 документ, 2 документи, 5 документів, 21 документ, 22 документи, 25 документів'],
    ['uz-Latn', '1 ta hujjat, 2 ta hujjat, 5 ta hujjat, 21 ta hujjat, 22 ta hujjat, 25 ta hujjat'],
    ['uz-Cyrl', '1 та ҳужжат, 2 та ҳужжат, 5 та ҳужжат, 21 та ҳужжат, 22 та ҳужжат, 25 та ҳужжат'],
  ])('have the forms of %s', (language, expected) => {
    const { t } = createTranslator(language, DICTIONARIES[language]);
    expect([1, 2, 5, 21, 22, 25].map(n => t('common.documents', { n })).join(', ')).toBe(expected);
  });

  it('have the form for eleven to fourteen and for none', () => {
    const { t } = createTranslator('uk', ukrainian);
    expect([0, 11, 12, 14, 111].map(n => t('keys.count', { n }))).toEqual([
      '0 ключів',
      '11 ключів',
      '12 ключів',
      '14 ключів',
      '111 ключів',
    ]);
  });

  it('take the form for other where the number is not one', () => {
    const { t } = createTranslator('ru', russian);
    expect(t('common.documents', { n: '1,5' })).toBe('1,5 документа');
    expect(t('common.documents')).toBe('{n} документа');
  });
});

describe('a text', () => {
  const { t, find } = createTranslator('ru', {
    'common.save': 'Сохранить',
    'keys.tin': '{tin}: {tin}, {other}',
  });

  it('has its places filled, each time they occur, and keeps those that nothing was given for', () => {
    expect(t('keys.tin', { tin: '301' })).toBe('301: 301, {other}');
  });

  it('does not fill a place that came in with a value', () => {
    expect(
      createTranslator('en', { 'keys.tin': '{tin} {name}' }).t('keys.tin', { tin: '{name}', name: 'B' }),
    ).toBe('{name} B');
  });

  it('that the language lacks is said in English, and one that nobody has by its key', () => {
    const gap = createTranslator('uz-Latn', {}, english);
    expect(gap.t('common.save')).toBe('Save');
    expect(t('common.close')).toBe('common.close');
    expect(find('error.never-heard-of.title')).toBeNull();
  });
});
