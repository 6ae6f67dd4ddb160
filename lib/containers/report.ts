import type { Authority, CertificateReport, SignerReport } from '../cms/report.ts';
import type { Refusal } from './refusal.ts';

/**
 * What is known of one signature over one document.
 * - `verified`: everything asked holds, up to an authority that is trusted.
 * - `fits-in-part`: the same, but something else (the time stamp, a demand of a certificate) could not be checked.
 * - `fits-unknown-root`: document, signature and certificate fit together; whether to trust its issuer is not known here.
 * - `not-valid`: something does not hold; the checks say which.
 * - `not-checked`: read, but with something missing or of a kind that is not checked here.
 */
export type SignatureOutcome =
  | 'verified'
  | 'fits-in-part'
  | 'fits-unknown-root'
  | 'not-valid'
  | 'not-checked';

/**
 * `document`: its bytes are the signed ones. `manifest` (ASiC-E only): the list of documents is the signed one.
 * `signature`: made with the key of the certificate. `certificate-time`: in force when it counted.
 * `authority`: issued by somebody trusted here. `time-stamp`: a third party confirms the time. `revocation`: never asked.
 * Only where there is something to say: `certificate-use` (what the certificates are for), `structure` (how the file is
 * written where no signature covers it).
 */
export type CheckId =
  | 'document'
  | 'manifest'
  | 'signature'
  | 'certificate-time'
  | 'certificate-use'
  | 'authority'
  | 'time-stamp'
  | 'structure'
  | 'revocation';

/** `absent`: there is nothing to check (no time stamp). `not-asked`: we never ask (revocation). */
export type CheckState = 'holds' | 'fails' | 'unknown' | 'absent' | 'not-asked';

export interface Check {
  readonly id: CheckId;
  readonly state: CheckState;
  /** The reason behind `fails` and `unknown`: a code of lib/cms or one of ours; null when the state says it all. */
  readonly reason: string | null;
}

/** A signature that stands in no CMS we can attach to a document: it is seen and named, not checked. */
export type ForeignSignature =
  | 'pades'
  | 'office'
  | 'xades'
  | 'asic-time-stamp'
  | 'manifest-unreadable'
  | 'signature-file-missing'
  | 'signature-file-unreadable';

export interface SignatureFinding {
  /** The file or archive entry that holds the signature. */
  readonly file: string;
  readonly form: 'attached' | 'detached' | 'asic-manifest' | 'foreign';
  readonly outcome: SignatureOutcome;
  /** In the order a person would ask; empty for a foreign one. */
  readonly checks: readonly Check[];
  /** Everything lib/cms found about this signer; null for a foreign one. */
  readonly signer: SignerReport | null;
  /** The trusted authority that the chain leads to; null when it leads to none. */
  readonly authority: Authority | null;
  /** The certificate's issuer as it names itself, whether trusted or not. */
  readonly issuer: string | null;
  readonly foreign: ForeignSignature | null;
  /** Ukrainian DSTU 4145 in signature or key: other programs check it. */
  readonly dstu: boolean;
}

export type ContentType =
  | 'text'
  | 'json'
  | 'xml'
  | 'pdf'
  | 'office'
  | 'zip'
  | 'signature'
  | 'certificate'
  | 'binary'
  | 'empty';

/**
 * `nested-signature`: the document is itself a signed file; its inside is the next document of the list, or, deeper,
 * not opened. `nested-archive`: an archive inside an archive, not opened. `differs-from-signed`: the signature beside the
 * file, by its name, is over something else.
 */
export type DocumentNote =
  | 'nested-signature'
  | 'nested-not-opened'
  | 'nested-archive'
  | 'differs-from-signed';

export interface DocumentFinding {
  readonly name: string;
  /** `missing`: only its signature is here. */
  readonly origin: 'file' | 'entry' | 'inside-signature' | 'missing';
  readonly type: ContentType;
  readonly size: number | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
  /** The bytes the signatures speak about, to show and to save; null when missing. */
  readonly content: Uint8Array | null;
  /** Empty: nobody signed it, as far as this input says. */
  readonly signatures: readonly SignatureFinding[];
  readonly notes: readonly DocumentNote[];
}

export type EntryRole = 'document' | 'signature' | 'manifest' | 'certificate' | 'service';

export interface EntryFinding {
  readonly name: string;
  readonly size: number;
  readonly role: EntryRole;
}

/** One part of the answer. */
export type InspectFinding =
  | {
      readonly kind: 'archive';
      readonly name: string;
      readonly size: number;
      readonly flavour: 'zip' | 'asic-e' | 'asic-s' | 'didox';
      readonly entries: readonly EntryFinding[];
      readonly documents: readonly DocumentFinding[];
      readonly certificates: readonly CertificateReport[];
      /** Entries that look like signatures and cannot be read. */
      readonly unreadable: readonly { readonly name: string; readonly refusal: Refusal }[];
    }
  | { readonly kind: 'document'; readonly document: DocumentFinding }
  | {
      readonly kind: 'certificates';
      readonly name: string;
      readonly certificates: readonly CertificateReport[];
    }
  | { readonly kind: 'refused'; readonly name: string; readonly size: number; readonly refusal: Refusal };

/** Everything that can be said about what was dropped. Revocation is never asked, the network never used. */
export interface InspectReport {
  readonly findings: readonly InspectFinding[];
}
