import { createHash } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { verify } from './curve.ts';
import { hash } from './hash.ts';
import { isKnownSignature } from './oids.ts';

const DEPTH = 8;

/** Answers of `isIssuedBy`, because a batch asks the same thing again and again. */
const remembered = new Map<string, boolean>();

/** Whether the key of `issuer` made the signature of `certificate`. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (issuer.curve === null || !isKnownSignature(certificate.signatureOid)) return false;
  const question = createHash('sha256').update(certificate.raw).digest('hex') + issuer.spkiSha256;
  let answer = remembered.get(question);
  if (answer === undefined) {
    answer = verify(issuer.curve, issuer.publicKey, hash(certificate.tbs), certificate.signature);
    if (remembered.size > 5000) remembered.clear();
    remembered.set(question, answer);
  }
  return answer;
}

/**
 * Whether a path leads from `certificate` to a trusted key, every certificate of it in force at `at`.
 * Only signatures and the pinned keys count, never names or key identifiers.
 */
export function isTrusted(
  certificate: Certificate,
  others: readonly Certificate[],
  trusted: ReadonlySet<string>,
  at: Date,
  path: readonly Certificate[] = [],
): boolean {
  if (certificate.validFrom > at || at > certificate.validTo) return false;
  if (trusted.has(certificate.spkiSha256)) return true;
  const soFar = [...path, certificate];
  if (soFar.length >= DEPTH) return false;
  return others.some(
    issuer =>
      Buffer.compare(issuer.subject, certificate.issuer) === 0 &&
      !soFar.includes(issuer) &&
      (issuer.isAuthority || trusted.has(issuer.spkiSha256)) &&
      isIssuedBy(certificate, issuer) &&
      isTrusted(issuer, others, trusted, at, soFar),
  );
}
