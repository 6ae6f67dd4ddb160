import { isFileKey, type Key } from './key.ts';
import { toMoment } from './local-time.ts';
import { type Validity, validity } from './validity.ts';

const RANK: Record<Validity, number> = {
  valid: 0,
  'expires-soon': 0,
  unknown: 1,
  'not-yet-valid': 2,
  expired: 3,
};

const title = (key: Key) => (isFileKey(key) ? key.organization || key.holder.cn || key.name : key.kind);
const end = (key: Key) => (isFileKey(key) && key.validTo ? toMoment(key.validTo) : 0);

/** Usable ones first, then by organisation (or holder), then the one that lasts longest. */
export function sortKeys<K extends Key>(keys: readonly K[], now: number): K[] {
  const collator = new Intl.Collator(['uz', 'ru', 'en'], { sensitivity: 'base', numeric: true });
  return keys.toSorted(
    (a, b) =>
      RANK[validity(a, now)] - RANK[validity(b, now)] ||
      collator.compare(title(a), title(b)) ||
      end(b) - end(a) ||
      (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}
