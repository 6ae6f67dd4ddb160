import { isFileKey, type Key } from './key.ts';
import { toMoment } from './local-time.ts';

export type Validity = 'valid' | 'expires-soon' | 'expired' | 'not-yet-valid' | 'unknown';

const DAY = 86_400_000;

/**
 * Whether a key can sign at `now` (milliseconds since 1970). Alias times name no zone, so within a day of the end we
 * say 'expires-soon' on either side, and only the module can tell; the same day before the beginning counts as valid.
 * `soonDays` widens the warning before the end.
 */
export function validity(key: Key, now: number, soonDays = 1): Validity {
  if (!isFileKey(key) || !key.validTo) return 'unknown';
  if (key.validFrom && now < toMoment(key.validFrom) - DAY) return 'not-yet-valid';
  const left = toMoment(key.validTo) - now;
  if (left < -DAY) return 'expired';
  return left <= soonDays * DAY ? 'expires-soon' : 'valid';
}
