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
  if (signer.reasons.includes('key-not-for-signing'))
    return { code: 'key-not-for-signing', detail: 'keyUsage' };
  for (const doubt of DOUBTS) {
    if (!signer.reasons.includes(doubt)) continue;
    if (strict) return { code: 'untrusted-root-strict', detail: doubt };
    warnings.push(doubt);
  }

  switch (signer.trust) {
    case 'trusted-root':
      return null;
    // Guess: the module puts the whole chain into the file (it always did where it was seen). One without its root, or
    // with an issuer whose algorithm is new, is an authority we do not know, and as little a fault.
    case 'unknown-root':
    case 'incomplete':
    case 'unsupported-algorithm':
      if (strict) return { code: 'untrusted-root-strict', detail: signer.trust };
      warnings.push('unknown-root');
      return null;
    case 'not-in-force':
      return {
        code: signer.inForce === 'not-yet-valid' ? 'certificate-not-yet-valid' : 'certificate-expired',
        detail: signer.judgedAt,
      };
    default:
      return {
        code: 'chain-broken',
        detail: signer.reasons.find(reason => CHAIN_REASONS.has(reason)) ?? signer.trust,
      };
  }
}

/** Said, not blocked, like an authority nobody knows. */
const DOUBTS = ['unknown-critical-extension', 'irregular-structure'] as const satisfies GateWarning[];

const CHAIN_REASONS: ReadonlySet<string> = new Set([
  'bad-certificate-signature',
  'issuer-not-a-ca',
  'authority-altered',
]);
