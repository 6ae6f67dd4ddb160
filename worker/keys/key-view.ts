import { displayName } from '../../lib/eimzo/keys/display-name.ts';
import { isFileKey, type Key, type LocalDateTime } from '../../lib/eimzo/keys/key.ts';
import { validity } from '../../lib/eimzo/keys/validity.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import { type Failure, failure } from '../../lib/signing/failure.ts';
import type { ExpectedSigner } from '../../lib/signing/job.ts';
import type { TokenIdentity } from './token-identity.ts';

/** A key as everybody is shown it, and whose it is. */

/** The group of hardware keys whose owner is not known yet. */
export const TOKENS = 'token';
/** A key that ends within a month is renewed while it still can sign. */
const EXPIRES_SOON_DAYS = 30;
const DAY_MS = 24 * 3_600_000;
export const usable = (key: KeyView) => key.validity !== 'expired' && key.validity !== 'not-yet-valid';

/**
 * `tin:…` for a company, `person:…` for somebody who signs for himself (by the key, where it has neither number),
 * `token` for hardware that nobody has asked.
 */
export function ownerOf(id: string, key: Key, identity: TokenIdentity | undefined): string {
  if (!isFileKey(key)) return identity?.owner ?? TOKENS;
  return key.entity === 'legal' ? `tin:${key.tin}` : `person:${key.pinfl || key.uid || id}`;
}

export function viewOf(id: string, key: Key, now: number, identity?: TokenIdentity): KeyView {
  if (!isFileKey(key)) {
    if (identity) {
      const { owner: _, ...known } = identity;
      return { id, kind: key.kind, ...known, file: null, validity: validityOfDays(known, now) };
    }
    return {
      id,
      kind: key.kind,
      holder: key.devices.join(', ') || key.kind,
      organization: null,
      position: null,
      tin: null,
      pinfl: null,
      serial: null,
      file: null,
      validFrom: null,
      validTo: null,
      validity: 'unknown',
    };
  }
  return {
    id,
    kind: key.kind,
    holder: displayName(key.holder.cn || `${key.holder.surname} ${key.holder.name}`.trim()),
    organization: key.organization ? displayName(key.organization) : null,
    position: key.position || null,
    tin: key.tin || null,
    pinfl: key.pinfl || null,
    serial: key.serial || null,
    file: key.name || null,
    validFrom: isoDay(key.validFrom),
    validTo: isoDay(key.validTo),
    validity: validity(key, now, EXPIRES_SOON_DAYS),
  };
}

export function timeFailure(key: KeyView | undefined): Failure {
  const code = key?.validity === 'not-yet-valid' ? 'key-not-yet-valid' : 'key-expired';
  return failure(code, null, { date: key?.validTo ?? '' });
}

function validityOfDays(days: { validFrom: string; validTo: string }, now: number): KeyView['validity'] {
  // The last day is a whole one: the hour is not kept, and the gate knows it from the certificate.
  const end = Date.parse(days.validTo) + DAY_MS;
  if (now > end) return 'expired';
  if (now < Date.parse(days.validFrom)) return 'not-yet-valid';
  return end - now < EXPIRES_SOON_DAYS * DAY_MS ? 'expires-soon' : 'valid';
}

/** What the chosen key must leave in the signature; the gate compares. */
export function expectedSigner(key: KeyView): ExpectedSigner {
  return {
    keyId: key.id,
    label: key.organization ? `${key.holder}, ${key.organization}` : key.holder,
    serial: key.serial,
    tin: key.tin,
    pinfl: key.pinfl,
  };
}

export function titleOf(owner: string, keys: readonly KeyView[]): string {
  const first = keys[0];
  return owner === TOKENS ? '' : (first?.organization ?? first?.holder ?? owner);
}

function isoDay(time: LocalDateTime | null): string | null {
  if (!time) return null;
  return `${time.year}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;
}
