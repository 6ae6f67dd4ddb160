import type {
  CertificateReport,
  CmsReport,
  ReasonCode,
  SignerReport,
  TimestampReport,
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

/** Every signer of a CMS as findings about one document. */
export function signatureFindings(report: ParsedReport, place: SignaturePlace): SignatureFinding[] {
  return report.signers.map(signer => {
    const checks = checksOf(signer, place, report.certificates.length === 1);
    const own = signer.certificate;
    return {
      file: place.file,
      form: place.form,
      outcome: outcomeOf(signer, checks),
      checks,
      signer: own ? { ...signer, certificate: ownBytes(own) } : signer,
      authority: authorityOf(signer, report.certificates),
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

function checksOf(signer: SignerReport, place: SignaturePlace, alone: boolean): Check[] {
  const content = contentCheck(signer);
  const first: Check[] = place.document
    ? [
        { id: 'document', ...place.document },
        { id: 'manifest', ...content },
      ]
    : [{ id: 'document', ...content }];
  return [
    ...first,
    { id: 'signature', ...signatureCheck(signer) },
    { id: 'certificate-time', ...timeCheck(signer) },
    { id: 'authority', ...authorityCheck(signer, alone) },
    { id: 'time-stamp', ...stampCheck(signer) },
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

function contentCheck(signer: SignerReport): Verdict {
  const wrong = CONTENT_REASONS.find(reason => signer.reasons.includes(reason));
  if (wrong) return fails(wrong);
  if (signer.digestOk) return holds;
  return unknown(signer.reasons.includes('no-content') ? 'no-content' : 'unsupported-algorithm');
}

function signatureCheck(signer: SignerReport): Verdict {
  if (signer.signatureOk) return holds;
  if (signer.reasons.includes('signature-mismatch')) return fails('signature-mismatch');
  if (!signer.certificate) return unknown('signer-certificate-missing');
  return unknown(signer.reasons.includes('unsupported-algorithm') ? 'unsupported-algorithm' : 'no-content');
}

/** Where no chain was found, at least the signer's own certificate is held against the time that counts. */
function timeCheck(signer: SignerReport): Verdict {
  if (!signer.signer) return unknown('signer-certificate-missing');
  const at = Date.parse(signer.judgedAt);
  const own =
    at > Date.parse(signer.signer.validTo)
      ? 'expired'
      : at < Date.parse(signer.signer.validFrom)
        ? 'not-yet-valid'
        : 'in-force';
  const inForce = signer.inForce ?? own;
  return inForce === 'in-force' ? holds : fails(inForce);
}

/** `alone`: the signer's is the only certificate, so a chain that ends in a root ends in itself. */
function authorityCheck(signer: SignerReport, alone: boolean): Verdict {
  switch (signer.trust) {
    case 'unknown-root':
      return unknown(alone ? 'self-signed' : 'unknown-root');
    case 'trusted-root':
      return holds;
    case 'chain-broken': {
      const detail = signer.reasons.find(r => r === 'bad-certificate-signature' || r === 'issuer-not-a-ca');
      return fails(detail ?? 'chain-broken');
    }
    case 'not-in-force':
      // Whether it was in force is another row's business; here only whose chain it is counts.
      return signer.reasons.includes('untrusted-root') ? unknown('unknown-root') : holds;
    default:
      return unknown(signer.trust);
  }
}

function stampCheck({ timestamp }: SignerReport): Verdict {
  if (!timestamp) return { state: 'absent', reason: null };
  if (timestamp.ok) return holds;
  const reason = stampReason(timestamp);
  return timestamp.outcome === 'not-valid' ? fails(reason) : unknown(reason);
}

/** The same codes mean something else where they are about the stamp. */
function stampReason({ reasons, trust }: TimestampReport): string {
  if (reasons.includes('digest-mismatch')) return 'imprint-mismatch';
  if (reasons[0] === 'signer-certificate-missing') return 'stamp-certificate-missing';
  return reasons[0] ?? trust;
}

function outcomeOf(signer: SignerReport, checks: readonly Check[]): SignatureOutcome {
  if (checks.some(check => check.state === 'fails')) return 'not-valid';
  // Belt and braces: whatever our rows say, a reason of lib/cms that is worse is not talked away.
  if (signer.outcome === 'not-valid') return 'not-valid';
  const essential = checks.filter(({ id }) => id === 'document' || id === 'manifest' || id === 'signature');
  if (essential.some(check => check.state !== 'holds')) return 'not-checked';
  return signer.verified ? 'verified' : 'fits-unknown-root';
}

function authorityOf(signer: SignerReport, certificates: readonly CertificateReport[]): string | null {
  const serial = signer.path?.at(-1);
  const root = certificates.find(certificate => certificate.serialHex === serial);
  return root ? (root.subject.cn ?? root.subject.o) : null;
}
