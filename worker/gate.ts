import { attachTimestampToken } from '../lib/cms/attach-timestamp-token.ts';
import { createChainCache } from '../lib/cms/chain-cache.ts';
import { CmsError } from '../lib/cms/cms-error.ts';
import { checkCreatedSignature } from '../lib/cms/gate.ts';
import type { GateRefusal } from '../lib/cms/gate-codes.ts';
import { ID_DATA } from '../lib/cms/oids.ts';
import type { SignerReport } from '../lib/cms/report.ts';
import { TRUST_ANCHORS } from '../lib/cms/trust-anchors.ts';
import { verifyCms } from '../lib/cms/verify-cms.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { withHiddenShown } from '../lib/signing/hidden-characters.ts';
import type { GatePort } from '../lib/signing/ports.ts';
import type { SignatureSummary } from '../lib/signing/signature-summary.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';

/** The gate's refusals as the dictionary knows them. */
const REFUSALS: Record<GateRefusal, string> = {
  unreadable: 'signature-unreadable',
  'content-differs': 'signature-content-differs',
  'wrong-signer': 'signature-wrong-signer',
  'several-signers-unexpected': 'signature-several-signers-unexpected',
  'digest-mismatch': 'signature-digest-mismatch',
  'signature-mismatch': 'signature-mismatch',
  'key-not-for-signing': 'signature-key-not-for-signing',
  'certificate-expired': 'signature-certificate-expired',
  'certificate-not-yet-valid': 'signature-not-yet-valid',
  'chain-broken': 'signature-chain-broken',
  'untrusted-root-strict': 'signature-untrusted-root',
  'timestamp-missing': 'stamp-missing',
  'timestamp-invalid': 'stamp-invalid',
  'timestamp-implausible': 'stamp-implausible',
  'unsupported-algorithm': 'signature-unsupported',
};

/** Clocks of office computers are often minutes off; more than this is said, and a stamp beyond it is refused. */
const LARGEST_SKEW_MS = 10 * 60_000;
/** One entry per certificate ever seen in this worker's life; a company has a handful. */
const REMEMBERED_CHAINS = 500;

export interface Gate extends GatePort {
  /** The other side's signature: what it is over, and whether it holds. */
  inspect(pkcs7: Uint8Array): Promise<{
    content: Uint8Array | null;
    signature: SignatureSummary;
    companyTins: readonly string[];
  }>;
  trustAnchors(): Promise<{ trustedSpkiSha256: ReadonlySet<string>; strict: boolean }>;
}

/** lib/cms with the user's trust settings: nothing is stamped, sent or countersigned without it (ADR 5). */
export function createGate(settings: SettingsStore, now: () => number): Gate {
  const cache = createChainCache(REMEMBERED_CHAINS);
  const trust = async () => {
    const { extraTrustAnchors, strictTrust } = await settings.get();
    return { trustedSpkiSha256: new Set([...TRUST_ANCHORS, ...extraTrustAnchors]), strict: strictTrust };
  };
  return {
    trustAnchors: trust,
    attachToken(pkcs7, signatureHex, token) {
      try {
        return attachTimestampToken(pkcs7, signatureHex, token);
      } catch (cause) {
        if (!(cause instanceof CmsError)) throw cause;
        throw new FlowError(failure('stamp-invalid', null, { detail: cause.message }), { cause });
      }
    },
    async check(request) {
      const result = await checkCreatedSignature({
        cms: request.pkcs7,
        expectedContent: request.content,
        detached: request.detached,
        expected: {
          serialHex: request.signer.serial ?? undefined,
          tin: request.signer.tin,
          pinfl: request.signer.pinfl,
        },
        signatureHex: request.signatureHex || undefined,
        otherSigners: request.others ? 'allowed' : 'forbidden',
        now: new Date(now()),
        ...(await trust()),
        requireTimestampFor: request.stamped ? request.signatureHex : undefined,
        madeEarlier: request.madeEarlier,
        maxSkewMs: LARGEST_SKEW_MS,
        cache,
      });
      if (!result.ok) throw new FlowError(failure(REFUSALS[result.code], null, { detail: result.detail }));
      return {
        summary: { ...summarize(result.signer), warnings: result.warnings },
        signatureHex: result.signer.signatureHex,
      };
    },
    async inspect(pkcs7) {
      const { trustedSpkiSha256, strict } = await trust();
      const report = await verifyCms(pkcs7, { trustedSpkiSha256, now: new Date(now()), cache });
      if (!report.parsed)
        throw new FlowError(failure('counterparty-not-valid', null, { reasons: report.reason }));
      // The same bytes under another type are a statement about something else than a document.
      if (report.eContentType !== ID_DATA)
        throw new FlowError(failure('counterparty-not-valid', null, { reasons: 'content-type-mismatch' }));
      const worst = worstOf(report.signers);
      if (!worst) throw new FlowError(failure('counterparty-not-valid', null, { reasons: 'no-signer' }));
      // Strict holds for both sides: whatever does not lead to a known authority stops.
      if (strict && worst.outcome !== 'verified')
        throw new FlowError(failure('counterparty-not-valid', null, { reasons: worst.reasons.join(', ') }));
      const companyTins = report.signers.flatMap(({ signer }) => signer?.tin ?? []);
      return { content: report.content, signature: summarize(worst), companyTins };
    },
  };
}

/** Of several signatures the one that holds least: a good one must not hide a bad one. */
function worstOf(signers: readonly SignerReport[]): SignerReport | undefined {
  return (
    signers.find(signer => signer.outcome === 'not-valid') ??
    signers.find(signer => signer.outcome !== 'verified') ??
    signers[0]
  );
}

/** A signature in one line of data. Whoever makes a certificate of his own writes into it what he likes. */
export function summarize(report: SignerReport): SignatureSummary {
  return {
    outcome: outcomeOf(report),
    holder: shown(report.signer?.cn) ?? '',
    organization: shown(report.signer?.o),
    tin: shown(report.signer?.tin ?? report.signer?.uid),
    serial: report.serialHex || null,
    signedAt: report.signingTime ? Date.parse(report.signingTime) : null,
    stampedAt: report.timestamp?.ok && report.timestamp.genTime ? Date.parse(report.timestamp.genTime) : null,
    reasons: report.reasons,
  };
}

const shown = (text: string | null | undefined) => (text ? withHiddenShown(text) : null);

/** What could not be checked about a signature that fits: who issued the certificate, or something less. */
function outcomeOf({ outcome, digestOk, signatureOk, trust }: SignerReport): SignatureSummary['outcome'] {
  if (outcome !== 'could-not-check' || !digestOk || !signatureOk) return outcome;
  return trust === 'trusted-root' ? 'fits-in-part' : 'unknown-root';
}
