import { toHex } from '../bytes/sha256.ts';
import { maySignContent } from './certificate-extensions.ts';
import { type ChainContext, type ChainResult, findChain } from './chain.ts';
import { describeKnownCertificate, identityOf, type KnownCertificate } from './known-certificate.ts';
import { ID_TIME_STAMP_TOKEN } from './oids.ts';
import { type Authority, outcomeOf, type ReasonCode, type SignerReport } from './report.ts';
import type { SignerInfo } from './signer-info.ts';
import { isoTime } from './values.ts';
import { checkSignerInfo, type SignedContent } from './verify-signer-info.ts';
import { type CheckedTimestamp, checkTimestamp } from './verify-timestamp.ts';

/** More stamps over one signature than this are not looked at. */
const MAX_STAMPS = 4;

/** Everything about one SignerInfo: mathematics, time stamp, chain, and what they amount to. */
export async function verifySigner(
  info: SignerInfo,
  content: SignedContent,
  certificates: readonly KnownCertificate[],
  context: ChainContext & { readonly now: Date; readonly contentDiffers: boolean },
): Promise<SignerReport> {
  const { algorithms, now, contentDiffers } = context;
  const check = await checkSignerInfo(info, content, certificates, algorithms);
  const stamp = await findTimestamp(info, certificates, check.certificate, context);
  const judgedAt = (stamp?.report.ok ? stamp.genTime : null) ?? check.signingTime ?? now;
  const chain: ChainResult | null = check.certificate
    ? await findChain(check.certificate, certificates, judgedAt, context)
    : null;

  const reasons: ReasonCode[] = [...check.reasons];
  if (contentDiffers) reasons.push('content-differs');
  if (check.certificate && !maySignContent(check.certificate.extensions)) reasons.push('key-not-for-signing');
  if (chain) reasons.push(...chain.reasons);
  if (stamp && !stamp.report.ok) {
    reasons.push(stamp.report.outcome === 'not-valid' ? 'timestamp-invalid' : 'timestamp-not-checked');
  }
  const chainOk = chain?.ok ?? false;
  const allReasons = [...new Set(reasons)];
  const outcome = outcomeOf(allReasons);
  const verified =
    outcome === 'verified' &&
    check.digestOk &&
    check.signatureOk &&
    chainOk &&
    !contentDiffers &&
    (stamp === null || stamp.report.ok);
  return {
    // Whatever the reasons say, nothing but the four checks together makes it verified.
    outcome: outcome === 'verified' && !verified ? 'could-not-check' : outcome,
    trust: chain?.trust ?? 'no-certificate',
    inForce: chain?.inForce ?? null,
    digestOk: check.digestOk,
    signatureOk: check.signatureOk,
    chainOk,
    verified,
    signer: check.certificate ? identityOf(check.certificate) : null,
    certificate: check.certificate ? describeKnownCertificate(check.certificate) : null,
    serialHex:
      info.sid.kind === 'issuer-and-serial' ? info.sid.serialHex : (check.certificate?.serialHex ?? ''),
    signatureHex: toHex(info.signature),
    signingTime: check.signingTime ? isoTime(check.signingTime) : null,
    judgedAt: isoTime(judgedAt),
    timestamp: stamp?.report ?? null,
    path: chainOk ? chain!.path.map(({ serialHex }) => serialHex) : null,
    authority: chain?.anchor ? authorityOf(chain.anchor) : null,
    signsAttributes: info.signedAttrs !== null,
    reasons: allReasons,
    digestAlgorithm: nameOf(info.digestAlgorithm.oid, algorithms.digests),
    signatureAlgorithm: nameOf(info.signatureAlgorithm.oid, algorithms.signatures),
  };
}

function authorityOf({ subject, sha256, spkiSha256 }: KnownCertificate): Authority {
  return { name: subject.cn ?? subject.o, sha256, spkiSha256 };
}

function nameOf(oid: string, known: ReadonlyMap<string, { readonly name: string }>) {
  return { oid, name: known.get(oid)?.name ?? null };
}

/** The first token that holds; if none does, the first one. */
async function findTimestamp(
  info: SignerInfo,
  certificates: readonly KnownCertificate[],
  signer: KnownCertificate | null,
  context: ChainContext,
): Promise<CheckedTimestamp | null> {
  const tokens = info.unsignedAttrs
    .filter(({ oid }) => oid === ID_TIME_STAMP_TOKEN)
    .flatMap(({ values }) => values)
    .slice(0, MAX_STAMPS);
  let first: CheckedTimestamp | null = null;
  for (const token of tokens) {
    const checked = await checkTimestamp(token, { info, signer, certificates }, context);
    if (checked.report.ok) return checked;
    first ??= checked;
  }
  return first;
}
