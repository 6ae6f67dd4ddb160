import { type BerElement, rawOf } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { maySignContent } from './certificate-extensions.ts';
import { type ChainContext, findChain } from './chain.ts';
import { CmsError } from './cms-error.ts';
import { fingerprint, type KnownCertificate } from './known-certificate.ts';
import { ID_CT_TST_INFO, ID_KP_TIME_STAMPING } from './oids.ts';
import { outcomeOf, type ReasonCode, type TimestampReport } from './report.ts';
import { parseSignedData } from './signed-data.ts';
import type { SignerInfo } from './signer-info.ts';
import { parseTstInfo } from './tst-info.ts';
import { isoTime } from './values.ts';
import { checkSignerInfo, SignedContent } from './verify-signer-info.ts';

/** A report together with the time as a Date. */
export interface CheckedTimestamp {
  readonly report: TimestampReport;
  readonly genTime: Date | null;
}

/** What was stamped. */
export interface Stamped {
  readonly info: SignerInfo;
  /** Whose signature it is; null when the certificate is not at hand. */
  readonly signer: KnownCertificate | null;
  /** Of the outer file; they are at hand too: tokens often carry only the TSA's own. */
  readonly certificates: readonly KnownCertificate[];
}

/** Checks a time stamp token (RFC 3161) over the signature value of a SignerInfo. */
export async function checkTimestamp(
  token: BerElement,
  stamped: Stamped,
  context: ChainContext,
): Promise<CheckedTimestamp> {
  try {
    return await check(rawOf(token), stamped, context);
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

async function check(token: Uint8Array, stamped: Stamped, context: ChainContext): Promise<CheckedTimestamp> {
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
    ...stamped.certificates.filter(outer => !own.some(({ sha256 }) => sha256 === outer.sha256)),
  ];

  const reasons: ReasonCode[] = [];
  const digest = context.algorithms.digests.get(tstInfo.imprintAlgorithm);
  const imprintOk =
    digest !== undefined && equalBytes(await digest.digest(stamped.info.signature), tstInfo.imprint);
  if (!digest) reasons.push('unsupported-algorithm');
  else if (!imprintOk) reasons.push('digest-mismatch');

  const content = new SignedContent(data.eContent, data.eContentType);
  const tsa = await checkSignerInfo(info, content, certificates, context.algorithms);
  reasons.push(...tsa.reasons);
  const chain = tsa.certificate
    ? await findChain(tsa.certificate, certificates, tstInfo.genTime, context)
    : null;
  if (chain) reasons.push(...chain.reasons);
  const purposeProblem = tsa.certificate && findPurposeProblem(tsa.certificate, stamped.signer);
  if (purposeProblem) reasons.push(purposeProblem);

  const purposeOk = tsa.certificate !== null && purposeProblem === null;
  const signatureOk = tsa.digestOk && tsa.signatureOk;
  const chainOk = chain?.ok ?? false;
  return {
    genTime: tstInfo.genTime,
    report: {
      ok: reasons.length === 0 && imprintOk && signatureOk && chainOk && purposeOk,
      outcome: outcomeOf(reasons),
      genTime: isoTime(tstInfo.genTime),
      imprintOk,
      signatureOk,
      chainOk,
      purposeOk,
      trust: chain?.trust ?? 'no-certificate',
      tsaCn: tsa.certificate?.subject.cn ?? null,
      serial: tstInfo.serialHex,
      policy: tstInfo.policy,
      reasons: [...new Set(reasons)],
    },
  };
}

/**
 * RFC 3161, 2.3 wants the purpose timeStamping; a certificate that names other purposes, or uses of its key without
 * signing, is somebody else's, and nobody stamps his own signature: with any of those, everybody could stamp with a time
 * of his choice. A certificate that names no purpose at all proves as little, but is no contradiction.
 * Guess: production's TSA names it (none has been seen; BouncyCastle, which E-IMZO is built on, stamps with no other).
 */
function findPurposeProblem(tsa: KnownCertificate, signer: KnownCertificate | null): ReasonCode | null {
  const { extKeyUsage } = tsa.extensions;
  if (signer?.spkiSha256 === tsa.spkiSha256 || !maySignContent(tsa.extensions)) return 'timestamp-invalid';
  if (extKeyUsage === null) return 'tsa-purpose-not-said';
  return extKeyUsage.includes(ID_KP_TIME_STAMPING) ? null : 'timestamp-invalid';
}
