import type { NoticeTone } from '../../../components/base/Notice.tsx';
import type { Identity } from '../../../lib/cms/report.ts';
import type {
  Check,
  ContentType,
  DocumentFinding,
  InspectReport,
  SignatureFinding,
  SignatureOutcome,
} from '../../../lib/containers/report.ts';
import type { MessageKey } from '../../../lib/i18n/messages.ts';
import type { Translator } from '../../../lib/i18n/translator.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';

export const OUTCOME_TONES: Readonly<Record<SignatureOutcome, NoticeTone>> = {
  verified: 'done',
  'fits-in-part': 'warning',
  'fits-unknown-root': 'warning',
  'not-valid': 'error',
  'not-checked': 'info',
};

/** A check as a sentence, names and times filled in; some reasons have one of their own. */
export function checkWords(check: Check, signature: SignatureFinding, translator: Translator): string {
  const unnamed = translator.t('inspect.signer.unknown');
  const issuer = signature.issuer ?? unnamed;
  const genTime = signature.signer?.timestamp?.genTime;
  const data = {
    issuer,
    authority: signature.authority?.name ?? issuer,
    time: genTime ? translator.dateTime(new Date(genTime)) : '',
  };
  const sentence = (last: string) => translator.find(`inspect.check.${check.id}.${last}`, data);
  return (check.reason && sentence(check.reason)) || sentence(check.state) || check.id;
}

/**
 * Why, for what fails or is not known; nothing where the check's sentence says it already. What Inspect has no words of
 * its own for is said as in a summary, made a sentence; a code without any words is shown as it is.
 */
export function reasonWords({ id, reason }: Check, { find }: Translator): string | null {
  if (!reason || find(`inspect.check.${id}.${reason}`)) return null;
  const words = find(`signature.reason.${reason}`);
  const sentence = words && `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return find(`inspect.reason.${reason}`) ?? sentence ?? reason;
}

/** The person, else the organisation: some certificates name only one of them. As it can be read: anybody can make one. */
export function holderOf(identity: Identity | null): string | null {
  if (!identity) return null;
  const parts = [identity.surname, identity.givenName ?? identity.name].filter(part => part !== null);
  const name = identity.cn ?? (parts.length > 0 ? parts.join(' ') : identity.o);
  return name && withHiddenShown(name);
}

export function documentsOf(report: InspectReport): DocumentFinding[] {
  return report.findings.flatMap(finding =>
    finding.kind === 'document' ? [finding.document] : finding.kind === 'archive' ? finding.documents : [],
  );
}

const OUTCOMES = Object.keys(OUTCOME_TONES) as readonly SignatureOutcome[];

/** The whole report in a line or two: read out when it arrives. */
export function summaryWords(report: InspectReport, { t }: Translator): string {
  const signatures = documentsOf(report).flatMap(document => document.signatures);
  const refused = report.findings.filter(finding => finding.kind === 'refused').length;
  const counts = OUTCOMES.map(
    outcome => [outcome, signatures.filter(signature => signature.outcome === outcome).length] as const,
  );
  return [
    signatures.length === 0
      ? t('inspect.summary.none')
      : t('inspect.summary.signatures', { n: signatures.length }),
    ...counts
      .filter(([, n]) => n > 0)
      .map(([outcome, n]) => t(`inspect.summary.${outcome}` satisfies MessageKey, { n })),
    ...(refused > 0 ? [t('inspect.summary.refused', { n: refused })] : []),
  ].join(' ');
}

const FILE_TYPES: Readonly<Record<ContentType, readonly [extension: string, type: string]>> = {
  text: ['txt', 'text/plain'],
  json: ['json', 'application/json'],
  xml: ['xml', 'application/xml'],
  pdf: ['pdf', 'application/pdf'],
  office: ['docx', 'application/octet-stream'],
  zip: ['zip', 'application/zip'],
  signature: ['p7m', 'application/pkcs7-mime'],
  certificate: ['cer', 'application/pkix-cert'],
  binary: ['bin', 'application/octet-stream'],
  empty: ['txt', 'text/plain'],
};

/** Name and type to save a document under; what has no ending gets the one of its content. */
export function savedAs({ name, type }: DocumentFinding): { name: string; type: string } {
  const [extension, mime] = FILE_TYPES[type];
  const own = name.slice(name.lastIndexOf('/') + 1);
  return { name: /\.[a-z0-9]{1,8}$/i.test(own) ? own : `${own}.${extension}`, type: mime };
}
