/** Crockford's base 32, small: no look-alikes i, l, o, u; five bits each. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id for an agreement, e.g. `imz-mi9k2x3a-7f3k…`: milliseconds and 80 random bits. The demo's seconds
 * alone would give two documents of one second the same id.
 */
export function createExternalId(now = Date.now()): string {
  let tail = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) tail += letters[byte & 31];
  return `imz-${now.toString(36)}-${tail}`;
}
