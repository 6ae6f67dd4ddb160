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

/** The keys of one company, of one person, or of one kind of hardware. */
export interface KeyGroup {
  /** 'tin:…', 'person:…' or 'hardware:…'; good as a key in settings. */
  readonly id: string;
  readonly kind: 'company' | 'person' | 'hardware';
  readonly tin: string;
  /** Organisation, holder or kind of hardware, as the module writes it (see displayName). */
  readonly title: string;
  readonly keys: readonly Key[];
}

/** To which group a key belongs. */
export function groupIdOf(key: Key): string {
  if (!isFileKey(key)) return `hardware:${key.kind}`;
  if (key.entity === 'legal') return `tin:${key.tin}`;
  return `person:${key.pinfl || key.uid || key.holder.cn || key.identity}`;
}

/** Groups in the order of their first key: sort before, and the usable companies come first. */
export function groupKeys(keys: readonly Key[]): KeyGroup[] {
  const groups = new Map<string, Key[]>();
  for (const key of keys) {
    const id = groupIdOf(key);
    const group = groups.get(id);
    if (group) group.push(key);
    else groups.set(id, [key]);
  }
  return [...groups].map(([id, members]) => {
    const first = members[0]!;
    const kind = !isFileKey(first) ? 'hardware' : first.entity === 'legal' ? 'company' : 'person';
    return { id, kind, tin: isFileKey(first) ? first.tin : '', title: title(first), keys: members };
  });
}
