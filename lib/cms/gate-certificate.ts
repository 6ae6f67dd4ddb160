import type { GateWarning } from './gate-codes.ts';
import type { GateInput, Refusal } from './gate-input.ts';
import type { SignerReport } from './report.ts';

/** Is the chosen key's certificate in force, and is its chain in order? Adds warnings for what is merely unknown. */
export function checkCertificate(signer: SignerReport, input: GateInput, warnings: GateWarning[]): Refusal {
  const { now, maxSkewMs, strict } = input;
  // The report judges at the time the signature claims; it was made just now, so now counts as well.
  const validity = signer.signer;
  if (validity && now.getTime() - maxSkewMs > Date.parse(validity.validTo)) {
    return { code: 'certificate-expired', detail: validity.validTo };
  }
  if (validity && now.getTime() + maxSkewMs < Date.parse(validity.validFrom)) {
    return { code: 'certificate-not-yet-valid', detail: validity.validFrom };
  }
  const signedAt = signer.signingTime ? Date.parse(signer.signingTime) : Number.NaN;
  if (!(Math.abs(signedAt - now.getTime()) <= maxSkewMs)) warnings.push('clock-skew');

  switch (signer.trust) {
    case 'trusted-root':
      return null;
    case 'unknown-root':
      if (strict) return { code: 'untrusted-root-strict', detail: 'untrusted-root' };
      warnings.push('unknown-root');
      return null;
    case 'not-in-force':
      return {
        code: signer.inForce === 'not-yet-valid' ? 'certificate-not-yet-valid' : 'certificate-expired',
        detail: signer.judgedAt,
      };
    case 'unsupported-algorithm':
      return { code: 'unsupported-algorithm', detail: 'chain' };
    default:
      // The module always puts the whole chain into the file, so a missing issuer is a fault too.
      return {
        code: 'chain-broken',
        detail: signer.reasons.find(reason => CHAIN_REASONS.has(reason)) ?? signer.trust,
      };
  }
}

const CHAIN_REASONS: ReadonlySet<string> = new Set([
  'issuer-missing',
  'bad-certificate-signature',
  'issuer-not-a-ca',
]);
