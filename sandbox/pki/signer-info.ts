import { CURVES, sign } from './curve.ts';
import * as asn1 from './der.ts';
import { hash } from './hash.ts';
import { CMS, FAMILIES } from './oids.ts';
import type { Family } from './types.ts';

/** Makes 64 signature bytes over a digest. */
export type Signer = (digest: Uint8Array) => Uint8Array;

/** Signs with a private scalar of curve A and a random nonce. */
export const signerOf =
  (d: bigint): Signer =>
  digest =>
    sign(CURVES.A, d, digest);

/** What a SignerInfo is made of. */
export interface SignerInfoRequest {
  /** Issuer Name of the signer's certificate, as encoded. */
  readonly issuer: Uint8Array;
  readonly serial: bigint;
  readonly family: Family;
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly signingTime: Date;
  /** Further signed attributes, as encoded. */
  readonly attributes?: readonly Uint8Array[];
  readonly sign: Signer;
}

export function attribute(id: string, ...values: readonly Uint8Array[]): Uint8Array {
  return asn1.sequence(asn1.oid(id), asn1.set(...values));
}

/** SignerInfo with signed attributes (RFC 5652, 5.3 and 5.4); everything DER. */
export function makeSignerInfo(request: SignerInfoRequest): { info: Uint8Array; signature: Uint8Array } {
  const oids = FAMILIES[request.family];
  const attributes = asn1.sortedSet([
    attribute(CMS.contentType, asn1.oid(request.contentType)),
    attribute(CMS.signingTime, asn1.utcTime(request.signingTime)),
    attribute(CMS.messageDigest, asn1.octets(hash(request.content))),
    ...(request.attributes ?? []),
  ]);
  const signature = request.sign(hash(attributes));
  const tagged = Uint8Array.from(attributes);
  tagged[0] = asn1.context(0);
  const info = asn1.sequence(
    asn1.integer(1n),
    asn1.sequence(request.issuer, asn1.integer(request.serial)),
    asn1.sequence(asn1.oid(oids.digest), asn1.NULL),
    tagged,
    asn1.sequence(asn1.oid(oids.signature), asn1.NULL),
    asn1.octets(signature),
  );
  return { info, signature };
}

/** The signature bytes of a SignerInfo. */
export function signatureOf(info: Uint8Array): Uint8Array {
  const found = asn1.read(info).children.find(element => element.tag === asn1.TAG.octetString);
  if (found === undefined) throw new SyntaxError('a SignerInfo without a signature');
  return asn1.readOctets(found);
}

/** The SignerInfo with one unsigned attribute, which replaces those it had. The signature stays as it is. */
export function withUnsignedAttribute(info: Uint8Array, unsigned: Uint8Array): Uint8Array {
  const kept = asn1.read(info).children.filter(element => element.tag !== asn1.context(1));
  return asn1.sequence(...kept.map(element => element.raw), asn1.der(asn1.context(1), unsigned));
}
