import type { LocalDateTime } from './key.ts';

/** The zone that aliases seem to be written in: Tashkent, UTC+5, no summer time. Not stated anywhere: a guess [G]. */
const ZONE_MS = 5 * 3_600_000;

/** "2026.08.18 14:55:14" (also with dashes or a T) → parts; anything else, and days that do not exist, → null. */
export function parseLocalTime(text: string): LocalDateTime | null {
  const found = /^(\d{4})[.-](\d\d)[.-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text.trim());
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const parts = { year, month, day, hour, minute, second };
  const back = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour;
  return real && minute < 60 && second < 60 ? parts : null;
}

/** The moment (milliseconds since 1970) that the parts most likely mean; off by some hours at worst. */
export function toMoment(time: LocalDateTime): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second) - ZONE_MS;
}

/** The parts of a moment, in the same zone. Null for what is no date. */
export function fromMoment(moment: number): LocalDateTime | null {
  const date = new Date(moment + ZONE_MS);
  return Number.isNaN(date.getTime()) ? null : parseLocalTime(date.toISOString());
}
