import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { type BerElement, childrenOf, contentOf, rawOf } from './ber.ts';
import { concatBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { reencodeDer } from './der.ts';
import { Fields } from './fields.ts';
import { readIntegerHex, readOctets, readOid, readVersion } from './values.ts';

/** Bytes a signature value may have; RSA with 16384 bits needs 2048. */
const MAX_SIGNATURE = 16 * 1024;

/** How a SignerInfo names its certificate. */
export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuerName: Uint8Array; readonly serialHex: string }
  | { readonly kind: 'key-identifier'; readonly keyIdentifier: Uint8Array };

/** An attribute and its values (RFC 5652, 5.3). */
export interface Attribute {
  readonly oid: string;
  readonly values: readonly BerElement[];
}

/** SignerInfo (RFC 5652, 5.3). */
export interface SignerInfo {
  readonly element: BerElement;
  /** -1 when the field holds no number. */
  readonly version: number;
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttrs: readonly Attribute[] | null;
  /** The bytes the signature speaks about when there are signed attributes: the SET with tag 0x31. */
  readonly signedAttrsBytes: Uint8Array | null;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttrs: readonly Attribute[];
  readonly unsignedAttrsElement: BerElement | null;
  /** Its version, or what the file announces about it, is not as RFC 5652 wants it. */
  readonly irregular: boolean;
}

/** Reads one SignerInfo; whether it is regular can only be said with the file around it. Throws CmsError. */
export function readSignerInfo(element: BerElement): Omit<SignerInfo, 'irregular'> {
  const fields = new Fields(element);
  const version = readVersion(fields.next(0x02));
  const sid = readSignerIdentifier(fields.next(0x30, 0x80));
  const digestAlgorithm = readAlgorithmIdentifier(fields.next(0x30));
  const signedAttrs = fields.optional(0xa0);
  const signatureAlgorithm = readAlgorithmIdentifier(fields.next(0x30));
  const signature = readOctets(fields.next(0x04, 0x24));
  if (signature.length > MAX_SIGNATURE) throw new CmsError('bad-value', 'signature');
  const unsignedAttrs = fields.optional(0xa1);
  fields.end();
  return {
    element,
    version,
    sid,
    digestAlgorithm,
    signedAttrs: signedAttrs ? childrenOf(signedAttrs).map(readAttribute) : null,
    signedAttrsBytes: signedAttrs ? bytesToSign(signedAttrs) : null,
    signatureAlgorithm,
    signature,
    unsignedAttrs: unsignedAttrs ? childrenOf(unsignedAttrs).map(readAttribute) : [],
    unsignedAttrsElement: unsignedAttrs ?? null,
  };
}

function readSignerIdentifier(element: BerElement): SignerIdentifier {
  if (element.id === 0x80) return { kind: 'key-identifier', keyIdentifier: contentOf(element) };
  const fields = new Fields(element);
  const issuerName = rawOf(fields.next(0x30));
  const serialHex = readIntegerHex(fields.next(0x02));
  fields.end();
  return { kind: 'issuer-and-serial', issuerName, serialHex };
}

function readAttribute(element: BerElement): Attribute {
  const fields = new Fields(element);
  const oid = readOid(fields.next(0x06));
  const values = childrenOf(fields.next(0x31));
  fields.end();
  return { oid, values };
}

/**
 * RFC 5652, 5.4: the signature is over the attributes as SET OF, not as `[0]`. Taken exactly as encoded, only
 * the tag replaced; an indefinite length, which DER does not have, is re-encoded.
 */
function bytesToSign(signedAttrs: BerElement): Uint8Array {
  if (signedAttrs.indefinite) return reencodeDer(signedAttrs, 0x31);
  return concatBytes(Uint8Array.of(0x31), rawOf(signedAttrs).subarray(1));
}

/** The values of the one attribute with this type; null when it is missing or there twice. */
export function valuesOfSingle(attributes: readonly Attribute[], oid: string): readonly BerElement[] | null {
  const found = attributes.filter(attribute => attribute.oid === oid);
  return found.length === 1 ? found[0]!.values : null;
}
