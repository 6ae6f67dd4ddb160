import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../lib/i18n/formats.ts';
import { LANGUAGES } from '../../../lib/i18n/languages.ts';
import { toCsv } from './csv.ts';

describe('CSV', () => {
  it('quotes every text, and no number', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x, "y"', 1],
          [null, 'line\nbreak'],
        ],
        'en',
      ),
    ).toBe('\ufeff"a","b"\r\n"x, ""y""",1\r\n,"line\nbreak"\r\n');
  });

  it.each(LANGUAGES)('separates cells as spreadsheets of its country do: %s', language => {
    const separator = createFormats(language).money(0.5).includes(',') ? ';' : ',';
    expect(toCsv(['a', 'b'], [['x', 1]], language)).toBe(`\ufeff"a"${separator}"b"\r\n"x"${separator}1\r\n`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('takes the teeth out of a formula: %s', text => {
    expect(toCsv(['h'], [[text]], 'en')).toContain(`"'${text}`);
  });

  // A spreadsheet that expects another separator makes cells of the parts, whatever is quoted.
  it.each([
    ["Foo;=cmd|'/C calc'!A0;", "Foo;'=cmd|'/C calc'!A0;"],
    ['Foo; +1', "Foo;' +1"],
    ['Foo;"=1"', `Foo;'""=1""`],
    ['Foo;;-1', "Foo;;'-1"],
    ['Foo,@A', "Foo,'@A"],
    ['Foo\t=1', "Foo\t'=1"],
    ['Foo\r\n=1', "Foo\r\n'=1"],
    [' =1', "' =1"],
    ['\tFoo', "'\tFoo"],
  ])('does so where only a part of it would be one: %j', (text, written) => {
    expect(toCsv(['h'], [[text]], 'en')).toBe(`\ufeff"h"\r\n"${written}"\r\n`);
  });

  it('leaves a text alone that only contains such a sign', () => {
    const text = 'Договор № 7-А; сумма = 5, a@b.uz';
    expect(toCsv(['h'], [[text]], 'en')).toContain(`"${text}"`);
  });

  it('leaves negative numbers alone', () => {
    expect(toCsv(['h'], [[-5]], 'en')).toBe('\ufeff"h"\r\n-5\r\n');
  });
});
