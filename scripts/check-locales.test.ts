import { describe, expect, it } from 'vitest';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { compareDictionaries, formsOf, type Rules } from './locales/compare.ts';
import { COMPOSED_KEYS, type ComposedKeys } from './locales/composed-keys.ts';
import { emittedCodes, findUnworded, silentLists } from './locales/emitted-codes.ts';
import { alphabetComplaints } from './locales/letters.ts';
import { lengthComplaints } from './locales/limits.ts';
import { findDrift, writeRecord } from './locales/translated-from.ts';
import { findUnused, findUnusedRules } from './locales/usage.ts';

const RULES: Rules = { names: ['Didox', 'E-IMZO'], sameAsEnglish: ['fact.status', 'doctype.*'] };
const ENGLISH: Dictionary = {
  save: 'Save',
  key: 'Key of {name}',
  files: { one: '{n} file ({size})', other: '{n} files ({size})' },
};
const RUSSIAN: Dictionary = {
  save: 'Сохранить',
  key: 'Ключ: {name}',
  files: {
    one: '{n} файл ({size})',
    few: '{n} файла ({size})',
    many: '{n} файлов ({size})',
    other: '{n} файла ({size})',
  },
};
const compare = (change: Record<string, unknown>, language = 'ru', english = ENGLISH) =>
  compareDictionaries(language, english, { ...RUSSIAN, ...change } as Dictionary, RULES);

describe('the plural forms a language needs', () => {
  it.each([
    ['en', 'one other'],
    ['ru', 'few many one other'],
    ['uk', 'few many one other'],
    ['uz-Latn', 'one other'],
    ['uz-Cyrl', 'one other'],
  ])('%s: %s', (language, forms) => {
    expect(formsOf(language).join(' ')).toBe(forms);
  });
});

describe('a dictionary', () => {
  it('that fits is not complained about', () => {
    expect(compare({})).toEqual([]);
    expect(compareDictionaries('en', ENGLISH, ENGLISH, RULES)).toEqual([]);
  });

  it('that lacks a key is refused', () => {
    const { save, ...rest } = RUSSIAN;
    expect(save).toBeDefined();
    expect(compareDictionaries('ru', ENGLISH, rest, RULES)).toEqual(['missing: save']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['has a key too many', { old: 'Старое' }, 'left over: old'],
    ['lost a placeholder', { key: 'Ключ' }, 'lacks the placeholder {name}: key'],
    ['has a strange placeholder', { key: '{name}: {nmae}' }, 'strange placeholder {nmae}: key'],
    ['has an empty text', { save: ' ' }, 'empty: save'],
    ['has a space at an end', { save: 'Сохранить ' }, 'space at an end: save'],
    ['has two spaces', { save: 'Сохранить  всё' }, 'two spaces: save'],
    ['has no plural forms', { files: '{n} ({size})' }, 'no plural forms: files'],
    ['has forms where English has none', { save: RUSSIAN.files }, 'plural forms, English has none: save'],
    [
      'has something that is no text',
      { files: { ...(RUSSIAN.files as object), few: 1 } },
      'is no text: files (few)',
    ],
    ['was not translated', { save: 'Save' }, 'the same as in English: save'],
  ])('that %s is refused', (_what, change, complaint) => {
    expect(compare(change)).toContain(complaint);
  });

  it('with the forms of another language is refused', () => {
    const forms = { one: '{n} файл ({size})', other: '{n} файла ({size})' };
    expect(compare({ files: forms })).toEqual(['has the forms one other, needs few many one other: files']);
    const uzbek = { save: 'Saqlash', key: 'Kalit: {name}', files: RUSSIAN.files as Dictionary[string] };
    expect(compareDictionaries('uz-Latn', ENGLISH, uzbek, RULES)).toEqual([
      'has the forms few many one other, needs one other: files',
    ]);
  });

  it('may say "one" without the number, but must keep every other place in each form', () => {
    const forms = { ...(RUSSIAN.files as object), one: 'Один файл' };
    expect(compare({ files: forms })).toEqual(['lacks the placeholder {size}: files (one)']);
  });

  it('may share names, marks, and what is on the list with English', () => {
    const same = {
      'fact.status': 'Status',
      'doctype.041': 'TTN',
      a: 'Didox',
      b: '{type} No. {number}',
      c: 'E-IMZO {n}',
    };
    expect(compareDictionaries('ru', same, { ...same, b: '{type} № {number}' }, RULES)).toEqual([]);
  });
});

describe('letters', () => {
  it.each([
    ['uz-Latn', "O'chirish", 'an apostrophe other than'],
    ['uz-Latn', 'Oʼchirish va maʻlumot', 'ʻ after another letter than o and g'],
    ['uz-Latn', 'Imzоlash', 'Cyrillic letters'],
    ['uz-Cyrl', 'Имзолаш учун щит', 'letters that Uzbek has not'],
    ['uz-Cyrl', 'Имзолaш', 'Latin and Cyrillic letters within one word'],
    ['uk', 'Компьютер, объект', 'letters that Ukrainian has not'],
    ['uk', "Комп'ютер", 'an apostrophe other than'],
    ['ru', 'Пiдпис: підпис', 'letters that Russian has not'],
    ['en', 'Sign in tо Didox', 'Cyrillic letters'],
  ])('of %s: %s is refused', (language, text, complaint) => {
    const complaints = alphabetComplaints(language, { a: { other: text } });
    expect(complaints.some(one => one.startsWith(complaint) && one.endsWith(': a'))).toBe(true);
  });

  it.each([
    ['uz-Latn', 'Oʻchirish, maʼlumot, gʻildirak'],
    ['uz-Cyrl', 'Didox-да ўчириш, маълумот {name}'],
    ['uk', 'Компʼютер, ґанок, {name}'],
    ['ru', 'Объект съёмки'],
  ])('of %s: %s is right', (language, text) => {
    expect(alphabetComplaints(language, { a: text })).toEqual([]);
  });
});

describe('a text for the stores', () => {
  it('is refused when it is too long', () => {
    expect(lengthComplaints({ 'manifest.description': 'я'.repeat(132) })).toEqual([]);
    expect(lengthComplaints({ 'manifest.description': 'я'.repeat(133) })).toEqual([
      '133 characters, at most 132: manifest.description',
    ]);
  });
});

describe('a key is used', () => {
  const table: ComposedKeys[] = [
    { prefix: 'error.', suffixes: ['.title'], in: ['lib'], because: 'codes' },
    { prefix: 'status.', in: null, because: 'the service' },
    { prefix: 'check.', in: ['lib/checks.ts'], because: 'check and state' },
  ];
  const sources = [
    { path: 'lib/a.ts', text: "throw failure('gone'); const table = { unnamed: 1 };" },
    { path: 'worker/b.ts', text: "t('save'); t('error.spelt.title'); stop('elsewhere')" },
    { path: 'lib/checks.ts', text: "type Check = 'document'; type State = 'holds' | 'fails'" },
  ];
  it.each([
    ['save', true],
    ['error.gone.title', true],
    ['error.unnamed.title', true],
    ['error.spelt.title', true],
    ['status.5555', true],
    ['check.document.holds', true],
    ['check.document.unknown', false],
    ['error.elsewhere.title', false],
    ['error.gone.advice', false],
    ['save.hint', false],
    ['sav', false],
  ])('%s: %s', (key, used) => {
    expect(findUnused([key], sources, table)).toEqual(used ? [] : [key]);
  });

  it('and a row of the table that fits no key is left over too', () => {
    expect(findUnusedRules(['error.gone.title', 'status.1'], table)).toEqual(['check.']);
  });

  it('for a reason that is written down', () => {
    expect(COMPOSED_KEYS.filter(({ because }) => because.length < 5)).toEqual([]);
  });
});

describe('the codes of failures', () => {
  const sources = [
    {
      path: 'worker/x.ts',
      text: "failure('one'), failure(\n 'two', 'words'), failure(a ? 'three' : 'four', 'words')",
    },
    { path: 'lib/eugoda/errors.ts', text: "export type Code =\n  | 'clock-off'\n  /** x */\n  | 'refused';" },
    { path: 'lib/elsewhere.ts', text: "type A =\n  | 'not-a-failure';" },
  ];
  it('are found where they are written down', () => {
    expect(emittedCodes(sources)).toEqual([
      'eugoda-clock-off',
      'eugoda-refused',
      'four',
      'one',
      'three',
      'two',
    ]);
  });

  it('need a title and a hint', () => {
    expect(findUnworded(['one'], ['error.one.title'])).toEqual(['error.one.hint']);
  });

  it('are missed loudly when a list moves away', () => {
    expect(silentLists(sources)).not.toContain('lib/eugoda/errors.ts');
    expect(silentLists(sources)).toContain('lib/vault/errors.ts');
  });
});

describe('a translation and the English text it was made from', () => {
  const record = writeRecord(ENGLISH);
  it('fit while neither moves; one line each, sorted, so that merges are easy', () => {
    expect(findDrift(ENGLISH, record)).toEqual({ changed: [], added: [], leftOver: [] });
    expect(record.split('\n').map(line => line.split(' ')[0])).toEqual(['files', 'key', 'save', '']);
  });

  it.each([
    ['a text', { save: 'Keep' }, 'save'],
    ['a plural form', { files: { one: 'a file ({size})', other: '{n} files ({size})' } }, 'files'],
  ])('part when %s changes', (_what, change, key) => {
    expect(findDrift({ ...ENGLISH, ...change }, record).changed).toEqual([key]);
  });

  it('are written down for every key once', () => {
    expect(findDrift({ ...ENGLISH, open: 'Open' }, record).added).toEqual(['open']);
    const { save, ...rest } = ENGLISH;
    expect(save).toBeDefined();
    expect(findDrift(rest, record + record).leftOver).toEqual(['save', 'files', 'key', 'save']);
  });
});
