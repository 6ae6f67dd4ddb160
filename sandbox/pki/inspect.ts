import { sandboxRootSpkiSha256 } from './authorities.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { verify } from './curve.ts';
import * as asn1 from './der.ts';
import { hash } from './hash.ts';
import { ATTRIBUTES, CMS, isKnownDigest, isKnownSignature } from './oids.ts';
import { readSignedData } from './signed-data.ts';
import { isTrusted } from './trust-path.ts';
import type { InspectedPkcs7, InspectedSigner } from './types.ts';

/** How `inspectPkcs7` judges. */
export interface InspectOptions {
  /** Counts where neither a time stamp nor signingTime says when; default the clock. */
  readonly now?: Date;
  /** The content of a detached file. */
  readonly detachedContent?: Uint8Array;
  /** SHA-256 fingerprints of trusted SubjectPublicKeyInfos; default the sandbox's root. */
  readonly trustedSpkiSha256?: readonly string[];
}

interface CheckedSigner {
  readonly certificate: Certificate | null;
  readonly serial: bigint;
  readonly signature: Uint8Array;
  readonly digestOk: boolean;
  readonly signatureOk: boolean;
  readonly signingTime: Date | null;
  readonly token: Uint8Array | null;
}

type Attributes = ReadonlyMap<string, readonly asn1.Element[]>;

function readAttributes(element: asn1.Element | undefined): Attributes {
  const attributes = new Map<string, asn1.Element[]>();
  for (const one of element?.children ?? []) {
    const id = asn1.readOid(asn1.child(one, 0));
    const values = asn1.child(one, 1, asn1.TAG.set).children;
    // Twice the same attribute counts as two values, so that "exactly one" below notices it.
    attributes.set(id, [...(attributes.get(id) ?? []), ...values]);
  }
  return attributes;
}

function only(attributes: Attributes, id: string): asn1.Element | null {
  const values = attributes.get(id) ?? [];
  return values.length === 1 ? values[0]! : null;
}

function readCertificates(encodings: readonly Uint8Array[]): Certificate[] {
  return encodings.flatMap(encoding => {
    try {
      return [readCertificate(encoding)];
    } catch {
      return []; // one unreadable certificate does not spoil the others
    }
  });
}

function checkSigner(
  encoding: Uint8Array,
  contentType: string,
  content: Uint8Array | null,
  certificates: readonly Certificate[],
): CheckedSigner {
  const info = asn1.read(encoding);
  const identifier = asn1.child(info, 1, asn1.TAG.sequence);
  const issuer = asn1.child(identifier, 0).raw;
  const serial = asn1.readInteger(asn1.child(identifier, 1));
  const digestKnown = isKnownDigest(asn1.readOid(asn1.child(asn1.child(info, 2), 0)));
  const signed = info.children.find(element => element.tag === asn1.context(0));
  const after = signed === undefined ? 3 : 4;
  const signatureKnown = isKnownSignature(asn1.readOid(asn1.child(asn1.child(info, after), 0)));
  const signature = asn1.readOctets(asn1.child(info, after + 1));
  const attributes = readAttributes(signed);
  const unsigned = readAttributes(info.children.find(element => element.tag === asn1.context(1)));

  let digestOk = digestKnown && content !== null;
  if (signed !== undefined && digestOk) {
    const digest = only(attributes, CMS.messageDigest);
    const type = only(attributes, CMS.contentType);
    digestOk =
      digest !== null &&
      Buffer.compare(asn1.readOctets(digest), hash(content!)) === 0 &&
      type !== null &&
      asn1.readOid(type) === contentType;
  }
  let covered = content;
  if (signed !== undefined) {
    // As encoded, only under the tag of a SET (RFC 5652, 5.4).
    covered = Uint8Array.from(signed.raw);
    covered[0] = asn1.TAG.set;
  }
  const candidates = certificates.filter(
    one => one.serial === serial && Buffer.compare(one.issuer, issuer) === 0,
  );
  const digest = covered === null ? null : hash(covered);
  const fits = (one: Certificate): boolean =>
    digest !== null &&
    digestKnown &&
    signatureKnown &&
    one.curve !== null &&
    verify(one.curve, one.publicKey, digest, signature);
  const fitting = candidates.find(fits);
  const time = only(attributes, CMS.signingTime);
  return {
    certificate: fitting ?? candidates[0] ?? null,
    serial,
    signature,
    digestOk,
    signatureOk: fitting !== undefined,
    signingTime: time === null ? null : asn1.readTime(time),
    token: only(unsigned, CMS.timeStampToken)?.raw ?? null,
  };
}

/** genTime when the token is over `signature`; whether all of it holds. */
function checkToken(
  token: Uint8Array,
  signature: Uint8Array,
  outer: readonly Certificate[],
  trusted: ReadonlySet<string>,
): { stampedAt: Date | null; stampOk: boolean } {
  try {
    const parts = readSignedData(token);
    if (parts.contentType !== CMS.tstInfo || parts.content === null)
      return { stampedAt: null, stampOk: false };
    const info = asn1.read(parts.content);
    const imprint = asn1.child(info, 2, asn1.TAG.sequence);
    const genTime = asn1.readTime(asn1.child(info, 4, asn1.TAG.generalizedTime));
    const imprintOk =
      isKnownDigest(asn1.readOid(asn1.child(asn1.child(imprint, 0), 0))) &&
      Buffer.compare(asn1.readOctets(asn1.child(imprint, 1)), hash(signature)) === 0;
    const certificates = [...readCertificates(parts.certificates), ...outer];
    const encoding = parts.signerInfos[0];
    if (!imprintOk || encoding === undefined) return { stampedAt: null, stampOk: false };
    const signer = checkSigner(encoding, parts.contentType, parts.content, certificates);
    const stampOk =
      signer.digestOk &&
      signer.signatureOk &&
      signer.certificate !== null &&
      isTrusted(signer.certificate, certificates, trusted, genTime);
    return { stampedAt: genTime, stampOk };
  } catch {
    return { stampedAt: null, stampOk: false };
  }
}

/**
 * Looks at a PKCS#7 with its own eyes: content, every signature, every chain, every time stamp.
 * @throws SyntaxError when the bytes are no CMS SignedData; Error when it carries its content and other is handed in
 */
export function inspectPkcs7(pkcs7: Uint8Array, options: InspectOptions = {}): InspectedPkcs7 {
  const parts = readSignedData(pkcs7);
  const { detachedContent } = options;
  if (parts.content !== null && detachedContent !== undefined) {
    if (Buffer.compare(parts.content, detachedContent) !== 0)
      throw new Error('the PKCS#7 carries other content');
  }
  const content = parts.content ?? detachedContent ?? null;
  const certificates = readCertificates(parts.certificates);
  const trusted = new Set(options.trustedSpkiSha256 ?? [sandboxRootSpkiSha256]);
  const signers = parts.signerInfos.map((encoding): InspectedSigner => {
    const signer = checkSigner(encoding, parts.contentType, content, certificates);
    const { certificate, token, signature } = signer;
    const stamp =
      token === null
        ? { stampedAt: null, stampOk: false }
        : checkToken(token, signature, certificates, trusted);
    const at = (stamp.stampOk ? stamp.stampedAt : signer.signingTime) ?? options.now ?? new Date();
    const subject = (id: string): string | null => certificate?.attributes.get(id) ?? null;
    return {
      serial: signer.serial.toString(16),
      tin: subject(ATTRIBUTES.tin),
      pinfl: subject(ATTRIBUTES.pinfl),
      uid: subject(ATTRIBUTES.uid),
      cn: subject(ATTRIBUTES.cn),
      organization: subject(ATTRIBUTES.o),
      signatureHex: Buffer.from(signature).toString('hex'),
      signingTime: signer.signingTime,
      digestOk: signer.digestOk,
      signatureOk: signer.signatureOk,
      chainOk: certificate !== null && isTrusted(certificate, certificates, trusted, at),
      ...stamp,
    };
  });
  return { content: parts.content, signers };
}
