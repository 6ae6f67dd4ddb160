import type { Language } from './languages.ts';

export interface Formats {
  /** 21 November 2026 → "21.11.2026" (day first everywhere our users are; English too, to match the documents). */
  date(value: Date | string): string;
  /** Local date and time to the minute. */
  dateTime(value: Date | number): string;
  time(value: Date | number): string;
  /** A sum as documents print it: groups of three, two decimals only where there are any. No currency. */
  money(value: number): string;
  /** The same for a decimal string of any length, kept digit by digit (a sum on a document is never rounded). */
  moneyText(value: string): string;
  number(value: number): string;
  bytes(value: number): string;
}

const LATIN: ReadonlySet<Language> = new Set(['en', 'uz-Latn']);

/**
 * Own formats instead of Intl's: Chromium has no real uz-Latn data ("1970 M01 1", measured), and a sum or a date must
 * look the same on the card, in the desk and on the document whatever the interface language is.
 */
export function createFormats(language: Language): Formats {
  const decimal = language === 'en' ? '.' : ',';
  const group = language === 'en' ? ',' : '\u00a0';
  const two = (n: number) => String(n).padStart(2, '0');
  const number = (value: number) => moneyText(String(value));
  const moneyText = (value: string) => {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.trim());
    if (!match) return value;
    const whole = (match[2] ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, group);
    return `${match[1]}${whole}${match[3] ? decimal + match[3] : ''}`;
  };
  const time = (value: Date | number) => {
    const d = new Date(value);
    return `${two(d.getHours())}:${two(d.getMinutes())}`;
  };
  const date = (value: Date | string) => {
    if (typeof value === 'string') {
      const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(value);
      return iso ? `${iso[3]}.${iso[2]}.${iso[1]}` : value;
    }
    return `${two(value.getDate())}.${two(value.getMonth() + 1)}.${value.getFullYear()}`;
  };
  return {
    date,
    time,
    dateTime: value => `${date(new Date(value))} ${time(value)}`,
    money: value => moneyText(Number.isInteger(value) ? String(value) : value.toFixed(2)),
    moneyText,
    number,
    bytes(value) {
      const units = LATIN.has(language) ? ['B', 'kB', 'MB', 'GB'] : ['Б', 'кБ', 'МБ', 'ГБ'];
      let size = value;
      let unit = 0;
      // 999.95 kB would be printed as 1000 kB: what rounds up to a thousand is already one of the next unit.
      while (size >= (unit === 0 ? 1000 : 999.5) && unit < 3) {
        size /= 1000;
        unit += 1;
      }
      const digits = unit === 0 || size >= 99.95 ? 0 : 1;
      return `${moneyText(size.toFixed(digits))} ${units[unit]}`;
    },
  };
}
