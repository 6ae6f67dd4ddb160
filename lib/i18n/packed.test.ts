import { describe, expect, it } from 'vitest';
import { readDictionary } from '../../scripts/build/locales.ts';
import { LANGUAGES } from './languages.ts';
import { packKeys, packValues, unpackDictionary, unpackKeys } from './packed.ts';

describe('packed dictionaries', () => {
  it('leave out what a key shares with the one before it', () => {
    expect(packKeys(['card.title', 'card.title.from', 'card.ready', 'error.a'])).toEqual([
      'card.title',
      '..from',
      '.ready',
      'error.a',
    ]);
  });

  it.each([
    { keys: ['a.b.c', 'a.b', 'a', 'a.b.c.d'], why: 'a key that another one begins with' },
    { keys: ['a.b', 'a.b'], why: 'the same key twice' },
    { keys: ['a.b.c', 'x.b.c'], why: 'segments that are equal further on only' },
    { keys: [], why: 'nothing' },
  ])('give every key back: $why', ({ keys }) => {
    expect(unpackKeys(packKeys(keys))).toEqual(keys);
  });

  it('have no entry for a text that the language lacks', () => {
    const keys = ['a.b', 'a.c'];
    const plural = { one: '{n} file', other: '{n} files' };
    expect(unpackDictionary(packKeys(keys), packValues(keys, { 'a.c': plural }))).toEqual({ 'a.c': plural });
  });

  it('ship of Uzbek Latin only what does not follow from the Cyrillic by rule', () => {
    const keys = ['a', 'b', 'c', 'd'];
    const cyrillic = { a: 'Имзо', b: 'Факс', c: { one: '{n} файл', other: '{n} файл' } };
    const latin = { a: 'Imzo', b: 'Faks (fax)', c: { one: '{n} fayl', other: '{n} fayl' }, d: 'Yangi' };
    const packed = packValues(keys, latin, cyrillic);
    expect(packed).toEqual([0, 'Faks (fax)', 0, 'Yangi']);
    expect(unpackDictionary(packKeys(keys), packed, packValues(keys, cyrillic))).toEqual(latin);
  });

  it.each(LANGUAGES)('give back what %s says', language => {
    const dictionary = readDictionary(language) ?? {};
    const cyrillic = language === 'uz-Latn' ? (readDictionary('uz-Cyrl') ?? {}) : {};
    const keys = Object.keys(readDictionary('en') ?? {}).sort();
    const packed = packValues(keys, dictionary, cyrillic);
    expect(unpackDictionary(packKeys(keys), packed, packValues(keys, cyrillic))).toEqual(dictionary);
  });
});
