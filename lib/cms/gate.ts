import type { AlgorithmRegistry } from './algorithms.ts';
import { equalBytes } from './bytes.ts';
import type { ChainCache } from './chain-cache.ts';
import { checkCertificate } from './gate-certificate.ts';
import type { GateRefusal, GateWarning } from './gate-codes.ts';
import { checkTimestampOf } from './gate-timestamp.ts';
import type { CmsReport, SignerReport } from './report.ts';
import { verifyCms } from './verify-cms.ts';

/** What was asked of the module, and what came back. */
export interface GateInput {
  readonly cms: Uint8Array;
  /** The bytes that were to be signed. */
  readonly expectedContent: Uint8Array;
  /** Whether a signature without its content was asked for. */
  readonly detached: boolean;
  /** The chosen key. What is undefined or null is not compared. */
  readonly expected: {
    readonly serialHex?: string | undefined;
    /** The organisation's TIN; of a natural person, who has none, the person's own (UID). */
    readonly tin?: string | null | undefined;
    readonly pinfl?: string | null | undefined;
  };
  /** Which signature is ours, as the module said (`signature_hex`). Needed after joining. */
  readonly signatureHex?: string | undefined;
  /**
   * May others have signed the file too? If not told: yes when `signatureHex` says which one is ours (a joined
   * file), otherwise no.
   */
  readonly otherSigners?: 'allowed' | 'forbidden' | undefined;
  readonly now: Date;
  readonly trustedSpkiSha256: ReadonlySet<string>;
  /** Refuse authorities nobody pinned, instead of saying that they are unknown. */
  readonly strict: boolean;
  /** The signature (hex) that must carry a time stamp by now. */
  readonly requireTimestampFor?: string | undefined;
  /** How far clocks may be apart, milliseconds. */
  readonly maxSkewMs: number;
  readonly cache?: ChainCache | undefined;
  readonly algorithms?: AlgorithmRegistry | undefined;
}

/** A file that was read. */
export type ReadReport = Extract<CmsReport, { parsed: true }>;

/** Pass, or the first thing that does not hold. The report, where there is one, says everything else. */
export type GateResult =
  | {
      readonly ok: true;
      readonly report: ReadReport;
      readonly signer: SignerReport;
      readonly warnings: readonly GateWarning[];
    }
  | {
      readonly ok: false;
      readonly code: GateRefusal;
      /** A reason code or the value that was found; for a report, not for a user. */
      readonly detail: string;
      readonly report: CmsReport | null;
    };

/** Something that does not hold; null when all does. */
export type Refusal = { readonly code: GateRefusal; readonly detail: string } | null;

/**
 * Checks a signature that was just made (or stamped, or joined) before it goes anywhere: the content is byte for
 * byte what was asked, the signer is the chosen key, digest and signature fit, the certificate is in force, the
 * chain is consistent, and the stamp is over this very signature.
 */
export async function checkCreatedSignature(input: GateInput): Promise<GateResult> {
  const report = await verifyCms(input.cms, {
    detachedContent: input.expectedContent,
    trustedSpkiSha256: input.trustedSpkiSha256,
    now: input.now,
    cache: input.cache,
    algorithms: input.algorithms,
  });
  if (!report.parsed) return { ok: false, code: 'unreadable', detail: report.reason, report };
  const refuse = (refusal: NonNullable<Refusal>): GateResult => ({ ok: false, ...refusal, report });

  const contentRefusal = checkContent(report, input);
  if (contentRefusal) return refuse(contentRefusal);
  const found = findOurSigner(report, input);
  if ('code' in found) return refuse(found);
  const { signer } = found;
  const warnings: GateWarning[] = [];
  const refusal =
    checkIdentity(signer, input) ??
    checkMathematics(signer) ??
    checkCertificate(signer, input, warnings) ??
    checkTimestampOf(signer, report, input, warnings);
  if (refusal) return refuse(refusal);
  if (report.signers.some(other => other !== signer && other.outcome === 'not-valid')) {
    warnings.push('other-signer-not-valid');
  }
  return { ok: true, report, signer, warnings };
}

function checkContent(report: ReadReport, { expectedContent, detached }: GateInput): Refusal {
  if (report.detached !== detached) {
    return { code: 'content-differs', detail: detached ? 'attached-instead-of-detached' : 'content-missing' };
  }
  if (!report.content || !equalBytes(report.content, expectedContent)) {
    return {
      code: 'content-differs',
      detail: `${report.contentLength} bytes, ${expectedContent.length} expected`,
    };
  }
  return null;
}

function findOurSigner(
  report: ReadReport,
  input: GateInput,
): { signer: SignerReport } | NonNullable<Refusal> {
  const { signatureHex, expected } = input;
  const others = input.otherSigners ?? (signatureHex ? 'allowed' : 'forbidden');
  if (report.signers.length > 1 && others === 'forbidden') {
    return { code: 'several-signers-unexpected', detail: String(report.signers.length) };
  }
  const ours = report.signers.filter(signer =>
    signatureHex
      ? signer.signatureHex === signatureHex.toLowerCase()
      : report.signers.length === 1 ||
        (expected.serialHex ? sameSerial(signer.serialHex, expected.serialHex) : true),
  );
  if (ours.length > 1) return { code: 'several-signers-unexpected', detail: String(ours.length) };
  const [signer] = ours;
  return signer
    ? { signer }
    : { code: 'wrong-signer', detail: signatureHex ? 'signature-not-found' : 'signer-not-found' };
}

/** Serials are numbers: leading zeros and the case of digits say nothing. */
function sameSerial(a: string, b: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/^0+(?=.)/, '');
  return bare(a) === bare(b);
}

function checkIdentity({ signer, serialHex }: SignerReport, { expected }: GateInput): Refusal {
  if (expected.serialHex !== undefined && !sameSerial(serialHex, expected.serialHex)) {
    return { code: 'wrong-signer', detail: `serial ${serialHex}` };
  }
  if (!signer) return { code: 'wrong-signer', detail: 'signer-certificate-missing' };
  if (expected.tin != null && expected.tin !== (signer.tin ?? signer.uid))
    return { code: 'wrong-signer', detail: 'tin' };
  if (expected.pinfl != null && expected.pinfl !== signer.pinfl)
    return { code: 'wrong-signer', detail: 'pinfl' };
  return null;
}

function checkMathematics({
  digestOk,
  signatureOk,
  digestAlgorithm,
  signatureAlgorithm,
  reasons,
}: SignerReport): Refusal {
  if (digestOk && signatureOk) return null;
  // Name the definite failure first: a wrong digest is wrong whatever the signature scheme is.
  if (!digestOk && digestAlgorithm.name) {
    const detail = reasons.find(reason => DIGEST_REASONS.has(reason)) ?? 'digest-mismatch';
    return { code: 'digest-mismatch', detail };
  }
  if (reasons.includes('signature-mismatch'))
    return { code: 'signature-mismatch', detail: 'signature-mismatch' };
  return { code: 'unsupported-algorithm', detail: `${digestAlgorithm.oid} ${signatureAlgorithm.oid}` };
}

const DIGEST_REASONS: ReadonlySet<string> = new Set([
  'no-content',
  'digest-mismatch',
  'no-message-digest',
  'content-type-mismatch',
  'signed-attributes-missing',
]);
