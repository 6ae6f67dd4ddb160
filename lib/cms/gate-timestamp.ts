import type { GateWarning } from './gate-codes.ts';
import type { GateInput, ReadReport, Refusal } from './gate-input.ts';
import type { SignerReport, TimestampReport } from './report.ts';

/**
 * Is the stamp there if it must be, over this signature, made by a stamping authority, and at a plausible time?
 * A stamp that nobody required but that is there is checked all the same.
 */
export function checkTimestampOf(
  signer: SignerReport,
  report: ReadReport,
  input: GateInput,
  warnings: GateWarning[],
): Refusal {
  const required = input.requireTimestampFor?.toLowerCase();
  const stamped = required ? report.signers.find(({ signatureHex }) => signatureHex === required) : signer;
  const timestamp = stamped?.timestamp;
  if (!stamped || !timestamp) return required ? { code: 'timestamp-missing', detail: required } : null;
  return checkToken(timestamp, input, warnings) ?? checkTime(timestamp, stamped, input);
}

function checkToken(timestamp: TimestampReport, { strict }: GateInput, warnings: GateWarning[]): Refusal {
  if (timestamp.ok) return null;
  const { reasons, trust } = timestamp;
  const detail = reasons.join(' ');
  if (timestamp.outcome === 'not-valid') return { code: 'timestamp-invalid', detail };
  if (!timestamp.imprintOk || (!timestamp.signatureOk && trust !== 'no-certificate')) {
    return { code: 'unsupported-algorithm', detail: `timestamp ${detail}` };
  }
  // Guess: which certificates a production stamp carries, and what they say, has not been seen: oddities are only said.
  if (strict) return { code: 'untrusted-root-strict', detail: `timestamp ${detail}` };
  warnings.push(trust === 'trusted-root' ? 'timestamp-not-checked' : 'timestamp-unknown-root');
  return null;
}

function checkTime({ genTime }: TimestampReport, { signingTime }: SignerReport, input: GateInput): Refusal {
  const stampedAt = genTime ? Date.parse(genTime) : Number.NaN;
  const ahead = stampedAt - input.now.getTime();
  const fromNow = input.madeEarlier ? ahead : Math.abs(ahead);
  // A stamp cannot be older than what it stamps.
  const early = signingTime ? Date.parse(signingTime) - stampedAt : 0;
  if (fromNow <= input.maxSkewMs && early <= input.maxSkewMs) return null;
  return { code: 'timestamp-implausible', detail: String(genTime) };
}
