import { equalBytes } from './bytes.ts';
import { checkCertificate } from './gate-certificate.ts';
import type { GateWarning } from './gate-codes.ts';
import type { GateInput, GateResult, ReadReport, Refusal } from './gate-input.ts';
import { checkTimestampOf } from './gate-timestamp.ts';
import { ID_DATA } from './oids.ts';
import type { SignerReport } from './report.ts';
import { verifyCms } from './verify-cms.ts';

/**
 * Checks a signature that was just made (or stamped, or joined) before it goes anywhere: it has the form that E-IMZO
 * makes, the content is byte for byte what was asked, the signer is the chosen key, digest and signature fit, the
 * certificate is in force, the chain is consistent, and the stamp is over this very signature.
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
  // The same bytes under another type would be a statement about something else: a time stamp, a receipt.
  return report.eContentType === ID_DATA ? null : { code: 'content-differs', detail: report.eContentType };
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
  signsAttributes,
  digestAlgorithm,
  signatureAlgorithm,
  reasons,
}: SignerReport): Refusal {
  // E-IMZO always signs attributes; without them the time is missing, and the bytes could mean another thing.
  if (!signsAttributes) return { code: 'digest-mismatch', detail: 'signed-attributes-missing' };
  if (digestOk && signatureOk) return null;
  // Name the definite failure first: a wrong digest is wrong whatever the signature scheme is.
  if (!digestOk && digestAlgorithm.name) {
    const detail = reasons.find(reason => DIGEST_REASONS.has(reason)) ?? 'digest-mismatch';
    return { code: 'digest-mismatch', detail };
  }
  const wrong = reasons.find(reason => SIGNATURE_REASONS.has(reason));
  if (wrong) return { code: 'signature-mismatch', detail: wrong };
  return { code: 'unsupported-algorithm', detail: `${digestAlgorithm.oid} ${signatureAlgorithm.oid}` };
}

const SIGNATURE_REASONS: ReadonlySet<string> = new Set([
  'signature-mismatch',
  'signing-certificate-mismatch',
]);

const DIGEST_REASONS: ReadonlySet<string> = new Set([
  'no-content',
  'digest-mismatch',
  'no-message-digest',
  'content-type-mismatch',
  'signed-attributes-missing',
]);
