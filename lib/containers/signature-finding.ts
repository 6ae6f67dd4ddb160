import {
  type CertificateReport,
  type CmsReport,
  NOT_CHECKED,
  type ReasonCode,
  type SignerReport,
  type TimestampReport,
} from '../cms/report.ts';
import type { Check, CheckState, ForeignSignature, SignatureFinding, SignatureOutcome } from './report.ts';

type ParsedReport = Extract<CmsReport, { parsed: true }>;

/** Where the signature was found and how it speaks about its document. */
export interface SignaturePlace {
  readonly file: string;
  readonly form: 'attached' | 'detached' | 'asic-manifest';
  /** ASiC-E: whether the document is the one the signed manifest names; there the CMS itself speaks of the manifest. */
  readonly document?: { readonly state: CheckState; readonly reason: string | null } | undefined;
}

/** DSTU 4145 and Ukraine's other national algorithms (arc of the State Service of Special Communications). */
const UKRAINIAN_ALGORITHMS = '1.2.804.2.1.1.1.1.';

/** Clocks and time zones are set wrong by hours; by more than this no honest time is. */
const LARGEST_SKEW_MS = 24 * 3600_000;

/** Every signer of a CMS as findings about one document. `now`: no signature can be younger. */
export function signatureFindings(
  report: ParsedReport,
  place: SignaturePlace,
  now: Date,
): SignatureFinding[] {
  return report.signers.map(signer => {
    const checks = checksOf(signer, place, now, report.certificates.length === 1);
    const own = signer.certificate;
    return {
      file: place.file,
      form: place.form,
      outcome: outcomeOf(signer, checks),
      checks,
      signer: own ? { ...signer, certificate: ownBytes(own) } : signer,
      authority: signer.authority,
      issuer: own?.issuerCn ?? null,
      foreign: null,
      dstu:
        signer.signatureAlgorithm.oid.startsWith(UKRAINIAN_ALGORITHMS) ||
        (own?.keyAlgorithm.startsWith(UKRAINIAN_ALGORITHMS) ?? false),
    };
  });
}

/** A signature that is only named. */
export function foreignFinding(file: string, foreign: ForeignSignature): SignatureFinding {
  const none = { checks: [], signer: null, authority: null, issuer: null, dstu: false };
  return { file, form: 'foreign', outcome: 'not-checked', foreign, ...none };
}

/** A certificate with bytes of its own, so that a report does not drag the whole file along when it is posted. */
export function ownBytes(certificate: CertificateReport): CertificateReport {
  return { ...certificate, der: certificate.der.slice() };
}

function checksOf(signer: SignerReport, place: SignaturePlace, now: Date, alone: boolean): Check[] {
  const signature = signatureCheck(signer);
  const content = contentCheck(signer, signature);
  const first: Check[] = place.document
    ? [
        { id: 'document', ...listedCheck(place.document, content) },
        { id: 'manifest', ...content },
      ]
    : [{ id: 'document', ...content }];
  const use = useCheck(signer);
  const irregular = signer.reasons.includes('irregular-structure');
  return [
    ...first,
    { id: 'signature', ...signature },
    { id: 'certificate-time', ...timeCheck(signer, now) },
    ...(use ? [{ id: 'certificate-use' as const, ...use }] : []),
    { id: 'authority', ...authorityCheck(signer, alone) },
    { id: 'time-stamp', ...stampCheck(signer) },
    ...(irregular ? [{ id: 'structure' as const, ...unknown('irregular-structure') }] : []),
    { id: 'revocation', state: 'not-asked', reason: null },
  ];
}

type Verdict = Pick<Check, 'state' | 'reason'>;
const holds: Verdict = { state: 'holds', reason: null };
const fails = (reason: string): Verdict => ({ state: 'fails', reason });
const unknown = (reason: string): Verdict => ({ state: 'unknown', reason });

const CONTENT_REASONS: readonly ReasonCode[] = [
  'content-differs',
  'digest-mismatch',
  'no-message-digest',
  'content-type-mismatch',
  'signed-attributes-missing',
];
const SIGNATURE_REASONS: readonly ReasonCode[] = ['signature-mismatch', 'signing-certificate-mismatch'];
const CHAIN_REASONS: readonly ReasonCode[] = [
  'bad-certificate-signature',
  'issuer-not-a-ca',
  'authority-altered',
];

/** A digest proves nothing by itself: whoever changes the content can change the digest too, but not sign it. */
function contentCheck(signer: SignerReport, signature: Verdict): Verdict {
  const wrong = CONTENT_REASONS.find(reason => signer.reasons.includes(reason));
  if (wrong) return fails(wrong);
  if (!signer.digestOk)
    return unknown(signer.reasons.includes('no-content') ? 'no-content' : 'unsupported-algorithm');
  return signature.state === 'holds' ? holds : { state: 'unknown', reason: signature.reason };
}

/** ASiC-E: that a document is as the list says means as much as the list, whose own row says why. */
function listedCheck(document: Verdict, list: Verdict): Verdict {
  return document.state === 'holds' && list.state !== 'holds' ? { state: 'unknown', reason: null } : document;
}

function signatureCheck(signer: SignerReport): Verdict {
  if (signer.signatureOk) return holds;
  const wrong = SIGNATURE_REASONS.find(reason => signer.reasons.includes(reason));
  if (wrong) return fails(wrong);
  if (!signer.certificate) return unknown('signer-certificate-missing');
  return unknown(signer.reasons.includes('unsupported-algorithm') ? 'unsupported-algorithm' : 'no-content');
}

/** What the certificates are for; null when there is nothing to say about it. */
function useCheck({ reasons }: SignerReport): Verdict | null {
  if (reasons.includes('key-not-for-signing')) return fails('key-not-for-signing');
  return reasons.includes('unknown-critical-extension') ? unknown('unknown-critical-extension') : null;
}

/** Where no chain was found, at least the signer's own certificate is held against the time that counts. */
function timeCheck(signer: SignerReport, now: Date): Verdict {
  if (!signer.signer) return unknown('signer-certificate-missing');
  const at = Date.parse(signer.judgedAt);
  const own =
    at > Date.parse(signer.signer.validTo)
      ? 'expired'
      : at < Date.parse(signer.signer.validFrom)
        ? 'not-yet-valid'
        : 'in-force';
  const inForce = signer.inForce ?? own;
  if (inForce !== 'in-force') return fails(inForce);
  return at > now.getTime() + LARGEST_SKEW_MS ? unknown('clock-skew') : holds;
}

/** `alone`: the signer's is the only certificate, so a chain that ends in a root ends in itself. */
function authorityCheck(signer: SignerReport, alone: boolean): Verdict {
  switch (signer.trust) {
    case 'unknown-root':
      return unknown(alone ? 'self-signed' : 'unknown-root');
    case 'trusted-root':
      return holds;
    case 'chain-broken': {
      const detail = CHAIN_REASONS.find(reason => signer.reasons.includes(reason));
      return fails(detail ?? 'chain-broken');
    }
    case 'not-in-force':
      // Whether it was in force is another row's business; here only whose chain it is counts.
      return signer.reasons.includes('untrusted-root') ? unknown('unknown-root') : holds;
    default:
      return unknown(signer.trust);
  }
}

function stampCheck({ timestamp, signingTime }: SignerReport): Verdict {
  if (!timestamp) return { state: 'absent', reason: null };
  if (timestamp.ok) {
    // A stamp cannot be older than what it stamps.
    const early = signingTime ? Date.parse(signingTime) - Date.parse(timestamp.genTime ?? '') : 0;
    return early > LARGEST_SKEW_MS ? unknown('clock-skew') : holds;
  }
  const reason = stampReason(timestamp);
  return timestamp.outcome === 'not-valid' ? fails(reason) : unknown(reason);
}

/** The same codes mean something else where they are about the stamp. */
function stampReason({ reasons, outcome, trust }: TimestampReport): string {
  if (reasons.includes('digest-mismatch')) return 'imprint-mismatch';
  const [telling] = reasons.filter(reason => outcome !== 'not-valid' || !NOT_CHECKED.has(reason));
  return telling === 'signer-certificate-missing' ? 'stamp-certificate-missing' : (telling ?? trust);
}

function outcomeOf(signer: SignerReport, checks: readonly Check[]): SignatureOutcome {
  if (checks.some(check => check.state === 'fails')) return 'not-valid';
  // Belt and braces: whatever our rows say, a reason of lib/cms that is worse is not talked away.
  if (signer.outcome === 'not-valid') return 'not-valid';
  const essential = checks.filter(({ id }) => id === 'document' || id === 'manifest' || id === 'signature');
  if (essential.some(check => check.state !== 'holds')) return 'not-checked';
  if (signer.verified && !checks.some(check => check.state === 'unknown')) return 'verified';
  return signer.trust === 'trusted-root' ? 'fits-in-part' : 'fits-unknown-root';
}
