import { createHash } from 'node:crypto';
import { type Affine, CURVES, type Curve, encodePoint, fixedNonce, publicPoint, sign } from './curve.ts';
import * as asn1 from './der.ts';
import { hash } from './hash.ts';
import { ATTRIBUTES, curveOf, EXTENSIONS, FAMILIES } from './oids.ts';
import type { Family } from './types.ts';

/** An X.509 certificate, read as far as a signature check needs it (RFC 5280). */
export interface Certificate {
  readonly raw: Uint8Array;
  /** TBSCertificate as encoded: what the issuer signed. */
  readonly tbs: Uint8Array;
  readonly serial: bigint;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** First value of each subject attribute, by dotted OID. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly spkiSha256: string;
  /** Null when the key is of an algorithm we cannot calculate with. */
  readonly curve: Curve | null;
  readonly publicKey: Uint8Array;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
  readonly extensions: readonly asn1.Element[];
  /** May issue certificates: cA is true and keyUsage, where present, has keyCertSign. */
  readonly isAuthority: boolean;
}

function extensionValue(extensions: readonly asn1.Element[], id: string): Uint8Array | null {
  const found = extensions.find(extension => asn1.readOid(asn1.child(extension, 0)) === id);
  return found === undefined ? null : asn1.readOctets(found.children.at(-1)!);
}

function mayIssue(extensions: readonly asn1.Element[]): boolean {
  const constraints = extensionValue(extensions, EXTENSIONS.basicConstraints);
  if (constraints === null) return false;
  // Real authorities write TRUE as 01, not FF, so any non-zero byte counts.
  const cA = asn1.read(constraints).children[0];
  if (cA?.tag !== asn1.TAG.boolean || !cA.content[0]) return false;
  const usage = extensionValue(extensions, EXTENSIONS.keyUsage);
  return usage === null || ((asn1.read(usage).content[1] ?? 0) & 0x04) !== 0;
}

/** @throws SyntaxError when the bytes are no certificate */
export function readCertificate(der: Uint8Array): Certificate {
  const whole = asn1.read(der);
  const tbs = asn1.child(whole, 0, asn1.TAG.sequence);
  const versioned = tbs.children[0]?.tag === asn1.context(0) ? 1 : 0;
  const field = (index: number, tag?: number) => asn1.child(tbs, versioned + index, tag);
  const subject = field(4, asn1.TAG.sequence);
  const attributes = new Map<string, string>();
  for (const rdn of subject.children) {
    for (const pair of rdn.children) {
      const id = asn1.readOid(asn1.child(pair, 0));
      if (!attributes.has(id)) attributes.set(id, asn1.readText(asn1.child(pair, 1)));
    }
  }
  const validity = field(3, asn1.TAG.sequence);
  const spki = field(5, asn1.TAG.sequence);
  const algorithm = asn1.child(spki, 0, asn1.TAG.sequence);
  const parameters = algorithm.children[1]?.children[0];
  const keyBits = asn1.child(spki, 1, asn1.TAG.bitString).content;
  const wrapper = tbs.children.find(element => element.tag === asn1.context(3));
  const extensions = wrapper === undefined ? [] : asn1.child(wrapper, 0, asn1.TAG.sequence).children;
  return {
    raw: whole.raw,
    tbs: tbs.raw,
    serial: asn1.readInteger(field(0)),
    issuer: field(2).raw,
    subject: subject.raw,
    attributes,
    validFrom: asn1.readTime(asn1.child(validity, 0)),
    validTo: asn1.readTime(asn1.child(validity, 1)),
    spkiSha256: createHash('sha256').update(spki.raw).digest('hex'),
    curve:
      parameters?.tag === asn1.TAG.oid
        ? curveOf(asn1.readOid(asn1.child(algorithm, 0)), asn1.readOid(parameters))
        : null,
    publicKey: keyBits[1] === 0x04 && keyBits[2] === 0x40 ? keyBits.subarray(3) : new Uint8Array(),
    signatureOid: asn1.readOid(asn1.child(asn1.child(whole, 1), 0)),
    signature: asn1.child(whole, 2, asn1.TAG.bitString).content.subarray(1),
    extensions,
    isAuthority: mayIssue(extensions),
  };
}

/** One subject or issuer attribute, in its own RDN. C is a PrintableString, everything else UTF8String. */
export type NameParts = readonly (readonly [attribute: keyof typeof ATTRIBUTES, value: string])[];

export function encodeName(parts: NameParts): Uint8Array {
  return asn1.sequence(
    ...parts.map(([attribute, value]) =>
      asn1.set(
        asn1.sequence(
          asn1.oid(ATTRIBUTES[attribute]),
          asn1.text(value, attribute === 'c' ? asn1.TAG.printable : asn1.TAG.utf8),
        ),
      ),
    ),
  );
}

function encodeSpki(family: Family, point: Affine): Uint8Array {
  const { key, parameters } = FAMILIES[family];
  return asn1.sequence(
    asn1.sequence(asn1.oid(key), asn1.sequence(asn1.oid(parameters))),
    asn1.bits(asn1.octets(encodePoint(point))),
  );
}

function subjectKeyIdentifier(point: Affine): Uint8Array {
  const key = asn1.octets(encodePoint(point));
  const sha1 = createHash('sha1').update(key).digest();
  return asn1.sequence(asn1.oid(EXTENSIONS.subjectKeyIdentifier), asn1.octets(asn1.octets(sha1)));
}

/** What a certificate is made from. */
export interface CertificateRequest {
  readonly serial: bigint;
  readonly subject: Uint8Array;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly family: Family;
  readonly d: bigint;
  /** Encoded Extensions, without subjectKeyIdentifier, which is added. */
  readonly extensions: readonly Uint8Array[];
  /** The issuing authority. It signs with the 2009 family, as ours all do. */
  readonly issuer: { readonly name: Uint8Array; readonly d: bigint };
}

/** Issues a certificate in the shape of real ones; the same request gives the same bytes. */
export function issueCertificate(request: CertificateRequest): Uint8Array {
  const point = publicPoint(CURVES.A, request.d);
  const algorithm = asn1.sequence(asn1.oid(FAMILIES['ozdst-2009'].signature), asn1.NULL);
  const tbs = asn1.sequence(
    asn1.der(asn1.context(0), asn1.integer(2n)),
    asn1.integer(request.serial),
    algorithm,
    request.issuer.name,
    asn1.sequence(asn1.utcTime(request.validFrom), asn1.utcTime(request.validTo)),
    request.subject,
    encodeSpki(request.family, point),
    asn1.der(asn1.context(3), asn1.sequence(subjectKeyIdentifier(point), ...request.extensions)),
  );
  const digest = hash(tbs);
  const { d } = request.issuer;
  const signature = sign(CURVES.A, d, digest, fixedNonce(CURVES.A, d, digest));
  return asn1.sequence(tbs, algorithm, asn1.bits(signature));
}
