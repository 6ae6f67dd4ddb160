import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { type BerElement, childrenOf, contentOf, octetsOf, parseBer, rawOf } from './ber.ts';
import { concatBytes } from './bytes.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { CmsError } from './cms-error.ts';
import { reencodeDer } from './der.ts';
import { Fields } from './fields.ts';
import { ID_SIGNED_DATA } from './oids.ts';
import { readIntegerHex, readOctets, readOid } from './values.ts';

/** More certificates or signers than any document has; a bound on the work a hostile file can cause. */
const MAX_CERTIFICATES = 100;
const MAX_SIGNERS = 32;

/** SignedData (RFC 5652, 5.1), as far as it is used. */
export interface SignedData {
  readonly eContentType: string;
  /** The content carried in the file; null when detached. */
  readonly eContent: Uint8Array | null;
  /** The readable ones, each once. */
  readonly certificates: readonly Certificate[];
  readonly signerInfos: readonly SignerInfo[];
}

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
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttrs: readonly Attribute[] | null;
  /** The bytes the signature speaks about when there are signed attributes: the SET with tag 0x31. */
  readonly signedAttrsBytes: Uint8Array | null;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttrs: readonly Attribute[];
  readonly unsignedAttrsElement: BerElement | null;
}

/** The elements from ContentInfo down to the SET of SignerInfos, for those who rebuild a file. */
export interface SignedDataElements {
  readonly contentInfo: BerElement;
  readonly explicit: BerElement;
  readonly signedData: BerElement;
  readonly signerInfos: BerElement;
}

/** Reads a ContentInfo that must hold SignedData. Throws CmsError. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  return readSignedData(parseBer(bytes)).data;
}

/** The same from an element inside a larger file, with the elements found on the way. */
export function readSignedData(contentInfo: BerElement): { data: SignedData; elements: SignedDataElements } {
  const info = new Fields(contentInfo);
  if (readOid(info.next(0x06)) !== ID_SIGNED_DATA) throw new CmsError('not-signed-data');
  const explicit = info.next(0xa0);
  info.end();
  const wrapper = new Fields(explicit, 0xa0);
  const signedData = wrapper.next(0x30);
  wrapper.end();

  const fields = new Fields(signedData);
  fields.next(0x02);
  fields.next(0x31); // digestAlgorithms: a hint for streaming readers, decides nothing
  const encapsulated = new Fields(fields.next(0x30));
  const certificates = fields.optional(0xa0);
  fields.optional(0xa1); // crls
  const signerInfos = fields.next(0x31);
  fields.end();

  const eContentType = readOid(encapsulated.next(0x06));
  const eContent = encapsulated.optional(0xa0);
  encapsulated.end();
  const signers = childrenOf(signerInfos);
  if (signers.length > MAX_SIGNERS) throw new CmsError('too-many-signers');
  return {
    data: {
      eContentType,
      eContent: eContent ? readContent(eContent) : null,
      certificates: certificates ? readCertificates(certificates) : [],
      signerInfos: signers.map(readSignerInfo),
    },
    elements: { contentInfo, explicit, signedData, signerInfos },
  };
}

function readContent(wrapper: BerElement): Uint8Array {
  const fields = new Fields(wrapper, 0xa0);
  const octets = octetsOf(fields.next(0x04, 0x24));
  fields.end();
  return octets;
}

/** An unreadable certificate must not hide the readable ones: whoever needs it will find it missing. */
function readCertificates(set: BerElement): Certificate[] {
  const elements = childrenOf(set);
  if (elements.length > MAX_CERTIFICATES) throw new CmsError('too-many-certificates');
  const certificates: Certificate[] = [];
  for (const element of elements) {
    try {
      certificates.push(readCertificate(element));
    } catch (error) {
      if (!(error instanceof CmsError)) throw error;
    }
  }
  return certificates;
}

function readSignerInfo(element: BerElement): SignerInfo {
  const fields = new Fields(element);
  fields.next(0x02);
  const sid = readSignerIdentifier(fields.next(0x30, 0x80));
  const digestAlgorithm = readAlgorithmIdentifier(fields.next(0x30));
  const signedAttrs = fields.optional(0xa0);
  const signatureAlgorithm = readAlgorithmIdentifier(fields.next(0x30));
  const signature = readOctets(fields.next(0x04, 0x24));
  const unsignedAttrs = fields.optional(0xa1);
  fields.end();
  return {
    element,
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
