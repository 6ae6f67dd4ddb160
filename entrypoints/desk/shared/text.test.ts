import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';
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
});

describe('CSV', () => {
  it('quotes what must be quoted and nothing else', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x, "y"', 1],
          [null, 'line\nbreak'],
        ],
      ),
    ).toBe('\ufeffa,b\r\n"x, ""y""",1\r\n,"line\nbreak"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('takes the teeth out of a formula: %s', text => {
    expect(toCsv(['h'], [[text]])).toContain(`'${text}`);
  });

  it('leaves negative numbers alone', () => {
    expect(toCsv(['h'], [[-5]])).toBe('\ufeffh\r\n-5\r\n');
  });
});
