import type { Failure } from '../lib/signing/failure.ts';
import { LONGEST_WAIT_MS } from '../lib/signing/settle.ts';

/** What the failure of one document means for the others. */
export type Reach =
  /** This document only: the batch goes on. */
  | 'document'
  /** The key, the module, the account or the service: every further document would meet it. The document waits with the others. */
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
const KEY_OR_ACCOUNT = new RegExp(
  `^(${[
    'module-(not-running|hung|busy|dropped|cancelled)',
    'certificate-not-trusted|origin-refused|invalid-api-key|site-route-blocked|too-old|function-missing',
    'wrong-password|pin-.+|token-missing|usb-missing|key-.+|disk-gone|no-key-for-company|several-keys',
    'signature-(wrong-signer|certificate-expired|not-yet-valid|untrusted-root)',
    'session-expired|login-refused|not-registered|company-not-registered|account-blocked|user-disabled',
    'too-many-attempts|offer-not-signed|partner-token-.+|server-not-permitted|vault-locked|storage-.+',
  ].join('|')})$`,
);

/** Whatever is not known to be about one document stops the others: a batch must not block somebody's token. */
export function reachOf({ code }: Failure): Reach {
  if (DOCUMENT.has(code)) return 'document';
  return SERVICE.test(code) || KEY_OR_ACCOUNT.test(code) ? 'all' : 'unclear';
}

/** Stands in the way of reading, too, and somebody has to do something about it first. */
export function needsPerson({ code }: Failure): boolean {
  return KEY_OR_ACCOUNT.test(code);
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
