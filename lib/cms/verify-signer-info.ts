import {
  type AlgorithmRegistry,
  checkSignature,
  type DigestAlgorithm,
  type SignatureCheck,
} from './algorithms.ts';
import { childrenOf, parseBer } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import type { KnownCertificate } from './known-certificate.ts';
import { judgeNamedCertificate } from './named-certificate.ts';
import { ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNING_TIME } from './oids.ts';
import type { ReasonCode } from './report.ts';
import { type SignerInfo, valuesOfSingle } from './signer-info.ts';
import { readOctets, readOid, readTime } from './values.ts';

/** The content of a file and its digests, each worked out once. */
export class SignedContent {
  readonly bytes: Uint8Array | null;
  readonly type: string;
  readonly #digests = new Map<DigestAlgorithm, Uint8Array>();

  constructor(bytes: Uint8Array | null, type: string) {
    this.bytes = bytes;
    this.type = type;
  }

  /** The digest of the content. */
  async digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Promise<Uint8Array> {
    const known = this.#digests.get(algorithm);
    if (known) return known;
    const digest = await algorithm.digest(bytes);
    this.#digests.set(algorithm, digest);
    return digest;
  }

  /** A digest that has already been worked out. */
  known(algorithm: DigestAlgorithm): Uint8Array | null {
    return this.#digests.get(algorithm) ?? null;
  }
}

/** The mathematics of one SignerInfo; nothing about trust. */
export interface SignerCheck {
  readonly digestOk: boolean;
  readonly signatureOk: boolean;
  readonly certificate: KnownCertificate | null;
  readonly signingTime: Date | null;
  readonly reasons: readonly ReasonCode[];
}

/** Checks digest and signature of a SignerInfo (RFC 5652, 5.4 and 5.6). */
export async function checkSignerInfo(
  info: SignerInfo,
  content: SignedContent,
  certificates: readonly KnownCertificate[],
  algorithms: AlgorithmRegistry,
): Promise<SignerCheck> {
  const reasons: ReasonCode[] = [];
  const digestProblem = await findDigestProblem(info, content, algorithms);
  if (digestProblem) reasons.push(digestProblem);
  if (info.irregular) reasons.push('irregular-structure');

  const message = info.signedAttrsBytes ?? content.bytes;
  const candidates = certificates.filter(certificate => isNamedBy(info, certificate));
  let certificate = candidates[0] ?? null;
  let check: SignatureCheck = 'does-not-fit';
  let named: SignatureCheck = 'fits';
  // Several certificates with the same name and serial: the one under which the signature fits is meant.
  for (const candidate of message ? candidates.slice(0, 4) : []) {
    check = await checkSignature(algorithms, {
      algorithm: info.signatureAlgorithm,
      digestOid: info.digestAlgorithm.oid,
      spki: candidate.spki,
      message: message!,
      signature: info.signature,
    });
    certificate = candidate;
    if (check !== 'fits') continue;
    named = await judgeNamedCertificate(info, candidate, algorithms);
    if (named !== 'does-not-fit') break;
  }
  // A certificate is a signature of its authority over its first half: cut in two it would pass for a document. Authorities
  // sign no documents without attributes.
  if (info.signedAttrs === null && certificate?.extensions.isCa) reasons.push('signed-attributes-missing');
  const digestKnown = algorithms.digests.has(info.digestAlgorithm.oid);
  if (!certificate) reasons.push('signer-certificate-missing');
  else if (check === 'unsupported' || (check === 'fits' && named === 'unsupported'))
    reasons.push('unsupported-algorithm');
  else if (check === 'does-not-fit' && message) reasons.push('signature-mismatch');
  else if (named === 'does-not-fit') reasons.push('signing-certificate-mismatch');
  return {
    digestOk: digestProblem === null,
    signatureOk: check === 'fits' && named !== 'does-not-fit' && digestKnown,
    certificate,
    signingTime: readSigningTime(info),
    reasons: [...new Set(reasons)],
  };
}

function isNamedBy({ sid }: SignerInfo, certificate: KnownCertificate): boolean {
  if (sid.kind === 'issuer-and-serial') {
    return sid.serialHex === certificate.serialHex && equalBytes(sid.issuerName, certificate.issuerName);
  }
  const { subjectKeyIdentifier } = certificate.extensions;
  return subjectKeyIdentifier !== null && equalBytes(sid.keyIdentifier, subjectKeyIdentifier);
}

async function findDigestProblem(
  { signedAttrs, digestAlgorithm }: SignerInfo,
  content: SignedContent,
  algorithms: AlgorithmRegistry,
): Promise<ReasonCode | null> {
  const algorithm = algorithms.digests.get(digestAlgorithm.oid);
  if (!algorithm) return 'unsupported-algorithm';
  if (!content.bytes) return 'no-content';
  const digest = await content.digest(algorithm, content.bytes);
  if (!signedAttrs) {
    return content.type !== ID_DATA || looksLikeSignedAttributes(content.bytes)
      ? 'signed-attributes-missing'
      : null;
  }
  const digests = valuesOfSingle(signedAttrs, ID_MESSAGE_DIGEST);
  const types = valuesOfSingle(signedAttrs, ID_CONTENT_TYPE);
  if (digests?.length !== 1) return 'no-message-digest';
  if (types?.length !== 1 || orNull(() => readOid(types[0]!)) !== content.type)
    return 'content-type-mismatch';
  const claimed = orNull(() => readOctets(digests[0]!));
  return claimed && equalBytes(claimed, digest) ? null : 'digest-mismatch';
}

/** An attribute that cannot be read says nothing; the file around it still does. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}

/**
 * Without signed attributes the signature is over the content itself. Somebody could strip the attributes of an
 * honest signature and present them as the "content" that was signed; such content is refused.
 */
function looksLikeSignedAttributes(content: Uint8Array): boolean {
  if (content[0] !== 0x31) return false;
  const found = orNull(() =>
    childrenOf(parseBer(content)).some(attribute => {
      const [type] = attribute.id === 0x30 ? childrenOf(attribute) : [];
      return type !== undefined && orNull(() => readOid(type)) === ID_MESSAGE_DIGEST;
    }),
  );
  return found ?? false;
}

function readSigningTime({ signedAttrs }: SignerInfo): Date | null {
  const values = signedAttrs && valuesOfSingle(signedAttrs, ID_SIGNING_TIME);
  return values?.length === 1 ? orNull(() => readTime(values[0]!)) : null;
}
