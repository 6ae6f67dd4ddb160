import type { BatchRecord } from '../../lib/signing/batch-record.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import { LONGEST_WAIT_MS } from '../../lib/signing/settle.ts';

/** What the failure of one document means for the others. */
export type Reach =
  /** This document only: the batch goes on. */
  | 'document'
  /** The key or the account: every further document of this company would meet it. They wait; the other companies' go on. */
  | 'owner'
  /** The module, the service or the disk: every further document would meet it. The document waits with the others. */
  | 'all'
  /** Nobody knows. The batch pauses for a person to look, and the document counts as failed, so that a resume gets past it. */
  | 'unclear';

const DOCUMENT: ReadonlySet<string> = new Set([
  'validation-failed',
  'no-permission',
  'already-signed',
  'wrong-status',
  'not-supported-here',
  'document-gone',
  'document-changed',
  'facts-disagree',
  'too-large',
  'counterparty-differs',
  'counterparty-not-valid',
  'ambiguous-submit',
]);
const SERVICE = /^(network-gone|service-(slow|unavailable)|rate-limited)$/;
const MACHINE = oneOf(
  // A cancelled window means "not now", whoever's it was.
  'module-(not-running|hung|busy|dropped|cancelled)',
  'certificate-not-trusted|origin-refused|invalid-api-key|site-route-blocked|too-old|function-missing',
  'partner-token-.+|server-not-permitted|vault-locked|storage-.+',
);
/** Met by whatever else this key is asked for, and the sign-in that it makes is one such thing. */
const KEY = oneOf(
  'wrong-password|pin-.+|token-missing|usb-missing|key-.+|disk-gone',
  'signature-(wrong-signer|certificate-expired|not-yet-valid|untrusted-root)',
  'login-refused|too-many-attempts',
);
const ACCOUNT = oneOf(
  'no-key-for-company|several-keys|session-expired|login-unanswered|not-registered|company-not-registered',
  'account-blocked|user-disabled|offer-not-signed',
);

/** Whatever is not known to be about one document stops the others: a batch must not block somebody's token. */
export function reachOf({ code }: Failure): Reach {
  if (DOCUMENT.has(code)) return 'document';
  if (SERVICE.test(code) || MACHINE.test(code)) return 'all';
  return KEY.test(code) || ACCOUNT.test(code) ? 'owner' : 'unclear';
}

/** Not about the document itself: it may be gone when somebody tries again. */
export function mayPass(failure: Failure): boolean {
  const reach = reachOf(failure);
  return reach === 'owner' || reach === 'all';
}

/** Whether it lies with the key: then it blocks every company that this key signs for. A token must not be asked thrice. */
export function isOfKey({ code }: Failure): boolean {
  return KEY.test(code);
}

/** Whether this company's documents wait for something that only its own key or account stands in the way of. */
export function isBlocked({ blocked = [], keys }: BatchRecord, owner: string): boolean {
  const key = keys[owner];
  return blocked.some(
    one => one.owner === owner || (key !== undefined && keys[one.owner] === key && isOfKey(one.failure)),
  );
}

/** Whether this company's documents are being worked off. */
export function goesOn(batch: BatchRecord, owner: string): boolean {
  return batch.state === 'running' && !isBlocked(batch, owner);
}

/** Stands in the way of reading, too, and somebody has to do something about it first. */
export function needsPerson(failure: Failure): boolean {
  return mayPass(failure) && !SERVICE.test(failure.code);
}

/** The service answered, but not in a way that says whether it is the document or itself. */
export function isTrouble({ code }: Failure): boolean {
  return code === 'service-unavailable';
}

/** A service that asks to slow down without saying for how long. */
const UNTOLD_MS = 5_000;

/** How long to wait before the next document, where the service asked for it; null: not at all, or too long to wait for. */
export function waitAsked({ code, data }: Failure): number | null {
  if (code !== 'rate-limited' && code !== 'service-unavailable') return null;
  const told = typeof data.retryAfterMs === 'number' ? data.retryAfterMs : null;
  if (told === null) return code === 'rate-limited' ? UNTOLD_MS : null;
  return told <= LONGEST_WAIT_MS ? told : null;
}

function oneOf(...codes: readonly string[]): RegExp {
  return new RegExp(`^(${codes.join('|')})$`);
}
