import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';
import { LANGUAGES, type Language } from './languages.ts';

const NINE_OH_FIVE = new Date(2026, 10, 1, 9, 5, 59);

describe('dates and times', () => {
  it.each(LANGUAGES)('are day first, with the zeros, in %s', language => {
    const { date, dateTime, time } = createFormats(language);
    expect(date(NINE_OH_FIVE)).toBe('01.11.2026');
    expect(time(NINE_OH_FIVE)).toBe('09:05');
    expect(dateTime(NINE_OH_FIVE.getTime())).toBe('01.11.2026 09:05');
  });

  it('of a document stay the day that stands in it, whatever the time zone', () => {
    const { date } = createFormats('uz-Latn');
    expect(date('2026-11-21')).toBe('21.11.2026');
    expect(date('2026-11-21T23:30:00Z')).toBe('21.11.2026');
    expect(date('21 noyabr')).toBe('21 noyabr');
  });
});

describe('sums', () => {
  it.each<[Language, string, string]>([
    ['en', '1,234,567.5', '-0.05'],
    ['ru', '1 234 567,5', '-0,05'],
    ['uk', '1 234 567,5', '-0,05'],
    ['uz-Latn', '1 234 567,5', '-0,05'],
    ['uz-Cyrl', '1 234 567,5', '-0,05'],
  ])('in %s stand in groups of three', (language, large, small) => {
    const { moneyText } = createFormats(language);
    expect(moneyText('1234567.5').replaceAll('\u00a0', ' ')).toBe(large);
    expect(moneyText('-0.05')).toBe(small);
  });

  it('keep every digit of a document', () => {
    const { moneyText } = createFormats('ru');
    expect(moneyText('12345678901234567890.123456')).toBe(
      '12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890,123456',
    );
    expect(moneyText('100')).toBe('100');
  });

  it('are left as they are when they are no number', () => {
    expect(createFormats('ru').moneyText('12 000 сум')).toBe('12 000 сум');
  });

  it('as numbers have two decimals or none', () => {
    const { money } = createFormats('uz-Cyrl');
    expect([money(1500), money(0.5)]).toEqual(['1\u00a0500', '0,50']);
  });
});

describe('sizes', () => {
  it.each<[Language, readonly string[]]>([
    ['en', ['0 B', '999 B', '1.0 kB', '25.2 MB', '100 MB', '1.0 MB']],
    ['ru', ['0 Б', '999 Б', '1,0 кБ', '25,2 МБ', '100 МБ', '1,0 МБ']],
    ['uk', ['0 Б', '999 Б', '1,0 кБ', '25,2 МБ', '100 МБ', '1,0 МБ']],
    ['uz-Latn', ['0 B', '999 B', '1,0 kB', '25,2 MB', '100 MB', '1,0 MB']],
    ['uz-Cyrl', ['0 Б', '999 Б', '1,0 кБ', '25,2 МБ', '100 МБ', '1,0 МБ']],
  ])('in %s', (language, expected) => {
    const { bytes } = createFormats(language);
    expect([0, 999, 1000, 25_165_824, 99_990_000, 999_950].map(bytes)).toEqual(expected);
  });
});
