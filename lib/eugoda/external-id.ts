import type { ClockPort, RandomPort } from './ports.ts';

/** Crockford's base 32, small: no look-alikes i, l, o, u; five bits each. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id for an agreement, e.g. `imz-mi9k2x3a-7f3k…`: milliseconds and 80 random bits. The demo's seconds
 * alone would give two documents of one second the same id.
 */
export function createExternalId(clock: ClockPort, random: RandomPort): string {
  let tail = '';
  for (const byte of random(16)) tail += letters[byte & 31];
  return `imz-${Math.floor(clock.now()).toString(36)}-${tail}`;
}
