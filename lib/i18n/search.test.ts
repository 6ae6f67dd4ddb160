import { describe, expect, it } from 'vitest';
import { matches, searchable } from './search.ts';

describe('search', () => {
  it.each(["O'zbekiston", 'Oʻzbekiston', 'O‘zbekiston', 'O`zbekiston', 'ozbekiston', 'OʼZBEKISTON'])(
    'finds the same company however the apostrophe is typed: %s',
    typed => {
      expect(matches(searchable('“Oʻzbekiston Savdo” MChJ'), typed)).toBe(true);
    },
  );

  it('wants every word, in any order', () => {
    const text = searchable('Счёт-фактура № 118 ООО «Берёза»');
    expect(matches(text, 'береза 118')).toBe(true);
    expect(matches(text, 'береза 119')).toBe(false);
    expect(matches(text, '')).toBe(true);
  });

  it.each([
    ['KARIMOV ANVAR', 'каримов'],
    ['КАРИМОВА НОДИРА', 'karimova'],
    ['“Oʻzbekiston Savdo” MChJ', 'ўзбекистон'],
    ['XOLMATOV', 'холматов'],
    ['ЁРҚИНОЙ', 'yorqinoy'],
    ['YORQINOY', 'ёрқиной'],
    ['ООО «Береза»', 'берёза'],
    ['ООО «Берёза»', 'береза'],
    ['OZBEKISTON', 'o´zbekiston'],
    ['Київ', 'київ'],
  ])('finds %s by %s, in whichever alphabet it is typed', (text, typed) => {
    expect(matches(searchable(text), typed)).toBe(true);
  });
});
