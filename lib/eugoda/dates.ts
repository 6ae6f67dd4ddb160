/**
 * Guess: the form of dates in answers is not documented. Read are ISO 8601 with or without a zone, epoch
 * seconds and milliseconds, and dd.mm.yyyy with or without a time.
 */

const minute = 60_000;
const hour = 60 * minute;
const tenYears = 10 * 365 * 24 * hour;

/** A time without a zone may be UTC (as the request's timestamp is) or Kyiv's, winter or summer. */
const zonelessOffsets = [0, 2 * hour, 3 * hour];

/**
 * @param hint for a time without a zone. `local`: this machine's zone (a page writes what its script's browser
 *   shows). A number: where the moment should lie, milliseconds; UTC or Kyiv time, whichever comes within five
 *   minutes of it. Otherwise UTC.
 * @returns milliseconds since 1970, or null when the value is no date.
 */
export function readMoment(value: unknown, hint: number | 'local' | null = null): number | null {
  if (typeof value === 'number') return epoch(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{10}(\d{3})?$/.test(text)) return epoch(Number(text));
  const iso =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    );
  if (iso !== null) {
    const [, year, month, day, ...rest] = iso;
    return assemble([year, month, day], rest.slice(0, 3), rest[3], hint);
  }
  const dotted = /^(\d\d?)\.(\d\d?)\.(\d{4})(?:[,\sоo]+(\d\d?):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (dotted === null) return null;
  const [, day, month, year, ...rest] = dotted;
  return assemble([year, month, day], rest, undefined, hint);
}

/** True for a moment a link could end at: not gone, and not absurdly far. */
export function isPlausibleEnd(moment: number, now: number): boolean {
  return moment > now && moment < now + tenYears;
}

function epoch(value: number): number | null {
  if (!Number.isFinite(value) || value < 1e9) return null;
  return value > 1e12 ? Math.round(value) : Math.round(value * 1000);
}

function assemble(
  date: readonly (string | undefined)[],
  time: readonly (string | undefined)[],
  zone: string | undefined,
  hint: number | 'local' | null,
): number | null {
  const [year, month, day] = date.map(Number) as [number, number, number];
  // "Until" a bare day means its end.
  const [hours, minutes, seconds] =
    time[0] === undefined ? [23, 59, 59] : [Number(time[0]), Number(time[1]), Number(time[2] ?? 0)];
  const utc = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  const back = new Date(utc);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hours > 23 || minutes! > 59)
    return null;
  if (zone !== undefined) return utc - offsetOf(zone);
  if (hint === 'local') return new Date(year, month - 1, day, hours, minutes, seconds).getTime();
  if (hint === null) return utc;
  return utc - (zonelessOffsets.find(offset => Math.abs(utc - offset - hint) <= 5 * minute) ?? 0);
}

function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const size = Number(zone.slice(1, 3)) * hour + Number(zone.slice(-2)) * minute;
  return zone.startsWith('-') ? -size : size;
}
