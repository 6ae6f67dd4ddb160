import { type BerElement, rawOf } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { type ChainContext, findChain } from './chain.ts';
import { CmsError } from './cms-error.ts';
import { fingerprint, type KnownCertificate } from './known-certificate.ts';
import { ID_CT_TST_INFO, ID_KP_TIME_STAMPING } from './oids.ts';
import { outcomeOf, type ReasonCode, type TimestampReport } from './report.ts';
import { parseSignedData, type SignerInfo } from './signed-data.ts';
import { parseTstInfo } from './tst-info.ts';
import { isoTime } from './values.ts';
import { checkSignerInfo, SignedContent } from './verify-signer-info.ts';

/** A report together with the time as a Date. */
export interface CheckedTimestamp {
  readonly report: TimestampReport;
  readonly genTime: Date | null;
}

/**
 * Checks a time stamp token (RFC 3161) over the signature value of a SignerInfo.
 * The certificates of the outer file are at hand too: tokens often carry only the TSA's own.
 */
export async function checkTimestamp(
  token: BerElement,
  { signature }: SignerInfo,
  outerCertificates: readonly KnownCertificate[],
  context: ChainContext,
): Promise<CheckedTimestamp> {
  try {
    return await check(rawOf(token), signature, outerCertificates, context);
  } catch (error) {
    if (error instanceof CmsError) return { report: UNREADABLE, genTime: null };
    throw error;
  }
}

const UNREADABLE: TimestampReport = {
  ok: false,
  outcome: 'not-valid',
  genTime: null,
  imprintOk: false,
  signatureOk: false,
  chainOk: false,
  purposeOk: false,
  trust: 'no-certificate',
  tsaCn: null,
  serial: null,
  policy: null,
  reasons: ['timestamp-invalid'],
};

async function check(
  token: Uint8Array,
  stampedSignature: Uint8Array,
  outerCertificates: readonly KnownCertificate[],
  context: ChainContext,
): Promise<CheckedTimestamp> {
  const data = parseSignedData(token);
  const [info] = data.signerInfos;
  // RFC 3161, 2.4.2: a token has exactly the TSA's signature.
  if (data.eContentType !== ID_CT_TST_INFO || !data.eContent || !info || data.signerInfos.length !== 1) {
    throw new CmsError('not-a-timestamp-token');
  }
  const tstInfo = parseTstInfo(data.eContent);
  const own = await fingerprint(data.certificates);
  const certificates = [
    ...own,
    ...outerCertificates.filter(outer => !own.some(({ sha256 }) => sha256 === outer.sha256)),
  ];

  const reasons: ReasonCode[] = [];
  const digest = context.algorithms.digests.get(tstInfo.imprintAlgorithm);
  const imprintOk =
    digest !== undefined && equalBytes(await digest.digest(stampedSignature), tstInfo.imprint);
  if (!digest) reasons.push('unsupported-algorithm');
  else if (!imprintOk) reasons.push('digest-mismatch');

  const content = new SignedContent(data.eContent, data.eContentType);
  const signer = await checkSignerInfo(info, content, certificates, context.algorithms);
  reasons.push(...signer.reasons);
  const chain = signer.certificate
    ? await findChain(signer.certificate, certificates, tstInfo.genTime, context)
    : null;
  if (chain) reasons.push(...chain.reasons);
  const purposeOk = isForTimeStamping(signer.certificate);
  if (!purposeOk && signer.certificate) reasons.push('timestamp-invalid');

  const signatureOk = signer.digestOk && signer.signatureOk;
  const chainOk = chain?.ok ?? false;
  return {
    genTime: tstInfo.genTime,
    report: {
      ok: imprintOk && signatureOk && chainOk && purposeOk,
      outcome: outcomeOf(reasons),
      genTime: isoTime(tstInfo.genTime),
      imprintOk,
      signatureOk,
      chainOk,
      purposeOk,
      trust: chain?.trust ?? 'no-certificate',
      tsaCn: signer.certificate?.subject.cn ?? null,
      serial: tstInfo.serialHex,
      policy: tstInfo.policy,
      reasons: [...new Set(reasons)],
    },
  };
}

/**
 * RFC 3161, 2.3 wants the purpose timeStamping. Guess: a production TSA may lack the extension (none has been
 * seen), so its absence passes; users' certificates do carry other purposes, and with one of those anybody could
 * otherwise stamp with a time of their choice.
 */
function isForTimeStamping(certificate: KnownCertificate | null): boolean {
  const purposes = certificate?.extensions.extKeyUsage;
  return certificate !== null && (!purposes || purposes.includes(ID_KP_TIME_STAMPING));
}
