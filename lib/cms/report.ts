import type { CmsErrorCode } from './cms-error.ts';
import type { NameAttributes } from './distinguished-name.ts';

/** What was found wrong, or what kept something from being checked. */
export type ReasonCode =
  | 'digest-mismatch'
  | 'no-message-digest'
  | 'content-type-mismatch'
  /** Signed attributes must be there for this content type (RFC 5652, 5.3), or the content itself looks like them. */
  | 'signed-attributes-missing'
  /** The file carries its content, and it is not the document that was handed in. */
  | 'content-differs'
  | 'no-content'
  | 'signature-mismatch'
  | 'unsupported-algorithm'
  | 'signer-certificate-missing'
  /** The signer says (signed) which certificate is meant, and it is not this one (RFC 5035). */
  | 'signing-certificate-mismatch'
  /** The certificate says what its key is for, and signing is not among it. */
  | 'key-not-for-signing'
  /** A certificate demands to be understood in a way that is not understood here (RFC 5280, 4.2). */
  | 'unknown-critical-extension'
  /** Version numbers or the list of digest algorithms, which no signature covers, are not as RFC 5652 wants them. */
  | 'irregular-structure'
  | 'issuer-missing'
  | 'bad-certificate-signature'
  | 'issuer-not-a-ca'
  /** The key is the pinned one; the certificate around it is not as it was issued. */
  | 'authority-altered'
  | 'untrusted-root'
  | 'certificate-not-valid-at-signing-time'
  | 'timestamp-invalid'
  | 'timestamp-not-checked'
  /** Only of a stamp: its certificate does not say that it is for time stamping. */
  | 'tsa-purpose-not-said';

/** Reasons that only say that something is not known. All others say that something does not hold. */
export const NOT_CHECKED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'no-content',
  'unsupported-algorithm',
  'signer-certificate-missing',
  'unknown-critical-extension',
  'irregular-structure',
  'issuer-missing',
  'untrusted-root',
  'timestamp-not-checked',
  'tsa-purpose-not-said',
]);

/** `verified`: everything holds up to a pinned root. `could-not-check`: nothing is wrong, but not all is known. */
export type Outcome = 'verified' | 'not-valid' | 'could-not-check';

/**
 * How far a certificate can be trusted.
 * - `trusted-root`: the chain leads to a pinned key, every certificate in force at the time that counts. Whether it is
 *   all that is needed says `chainOk`.
 * - `unknown-root`: the chain is consistent up to a self-signed certificate that nobody pinned.
 * - `not-in-force`: a chain exists, but a certificate of it was outside its validity.
 * - `incomplete`: an issuer's certificate is not in the file.
 * - `chain-broken`: an issuer's signature does not fit, the issuer is no authority, or its certificate was altered.
 * - `unsupported-algorithm`: an issuer's signature could not be checked.
 * - `no-certificate`: the signer's own certificate is not in the file.
 */
export type Trust =
  | 'trusted-root'
  | 'unknown-root'
  | 'not-in-force'
  | 'incomplete'
  | 'chain-broken'
  | 'unsupported-algorithm'
  | 'no-certificate';

/** Where the time that counts lies relative to the validity of the chain; null when there is no chain. */
export type InForce = 'in-force' | 'expired' | 'not-yet-valid' | null;

/** The subject of a certificate. Times are ISO 8601 in UTC. */
export interface Identity extends NameAttributes {
  /** Ukrainian tax number of the company, from subjectDirectoryAttributes or `NTRUA-...`. */
  readonly edrpou: string | null;
  /** Ukrainian tax number of the person, from subjectDirectoryAttributes or `TINUA-...`. */
  readonly drfo: string | null;
  readonly validFrom: string;
  readonly validTo: string;
}

/** A certificate of the file. */
export interface CertificateReport {
  readonly subject: Identity;
  readonly issuerCn: string | null;
  readonly serialHex: string;
  readonly sha256: string;
  /** What trust anchors are named by. */
  readonly spkiSha256: string;
  readonly isCa: boolean;
  readonly keyAlgorithm: string;
  readonly der: Uint8Array;
}

/** The pinned certificate that a chain leads to, as the chain proved it. */
export interface Authority {
  readonly name: string | null;
  readonly sha256: string;
  readonly spkiSha256: string;
}

/** An RFC 3161 token over a signature. */
export interface TimestampReport {
  /** imprint, signature, chain and purpose together; only then may genTime be used. */
  readonly ok: boolean;
  readonly outcome: Outcome;
  readonly genTime: string | null;
  readonly imprintOk: boolean;
  readonly signatureOk: boolean;
  readonly chainOk: boolean;
  /** The certificate is one for time stamping, and not the signer's own. */
  readonly purposeOk: boolean;
  readonly trust: Trust;
  readonly tsaCn: string | null;
  /** Serial number of the token, lower-case hex. */
  readonly serial: string | null;
  readonly policy: string | null;
  readonly reasons: readonly ReasonCode[];
}

/** One SignerInfo. */
export interface SignerReport {
  readonly outcome: Outcome;
  readonly trust: Trust;
  readonly inForce: InForce;
  readonly digestOk: boolean;
  readonly signatureOk: boolean;
  readonly chainOk: boolean;
  readonly verified: boolean;
  /** null when the signer's certificate is not in the file. */
  readonly signer: Identity | null;
  readonly certificate: CertificateReport | null;
  /** Serial of the certificate; E-IMZO's `signer_serial_number`. Empty when the signer is named by key identifier. */
  readonly serialHex: string;
  /** E-IMZO's `signature_hex`. */
  readonly signatureHex: string;
  /** The signer's own clock, ISO 8601 in UTC. */
  readonly signingTime: string | null;
  /** The time at which the chain was judged: of the stamp if it holds, else signingTime, else now. */
  readonly judgedAt: string;
  readonly timestamp: TimestampReport | null;
  /** Serials from the signer to the pinned certificate; null unless chainOk. */
  readonly path: readonly string[] | null;
  /** Whom the certificate leads to, whether or not everything about the way there holds; null: to nobody pinned. */
  readonly authority: Authority | null;
  /** The signature is over attributes (time, type, digest) and not straight over the content. */
  readonly signsAttributes: boolean;
  readonly reasons: readonly ReasonCode[];
  readonly digestAlgorithm: { readonly oid: string; readonly name: string | null };
  readonly signatureAlgorithm: { readonly oid: string; readonly name: string | null };
}

/** Everything that can be said about a file with signatures. Revocation is never checked. */
export type CmsReport =
  | { readonly parsed: false; readonly reason: CmsErrorCode }
  | {
      readonly parsed: true;
      /** The file does not carry its content. */
      readonly detached: boolean;
      readonly eContentType: string;
      /** The bytes the signatures speak about: those in the file, else those handed in. */
      readonly content: Uint8Array | null;
      readonly contentLength: number | null;
      readonly contentSha256: string | null;
      /** O'zDSt 1106 of the content; null when no signer uses it. */
      readonly contentGost94: string | null;
      /** In file order, which is not the order of signing. */
      readonly signers: readonly SignerReport[];
      readonly certificates: readonly CertificateReport[];
      /** The worst of the signers; `could-not-check` when there is none. */
      readonly outcome: Outcome;
    };

/** The worst of several; nothing at all could not be checked. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('not-valid')) return 'not-valid';
  return outcomes.length === 0 || outcomes.includes('could-not-check') ? 'could-not-check' : 'verified';
}

/** What reasons amount to. */
export function outcomeOf(reasons: readonly ReasonCode[]): Outcome {
  if (reasons.length === 0) return 'verified';
  return reasons.every(reason => NOT_CHECKED.has(reason)) ? 'could-not-check' : 'not-valid';
}
