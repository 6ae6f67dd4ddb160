import * as asn1 from './der.ts';
import { CMS } from './oids.ts';

/** The parts of a CMS SignedData (RFC 5652, 5.1), each as encoded. */
export interface SignedDataParts {
  readonly contentType: string;
  /** eContent; null when detached. */
  readonly content: Uint8Array | null;
  /** Certificates, DER. */
  readonly certificates: readonly Uint8Array[];
  /** SignerInfos, DER. */
  readonly signerInfos: readonly Uint8Array[];
}

/** E-IMZO cuts the content into octet strings of this many bytes. */
const CHUNK = 1000;

/** The digest OID a SignerInfo names. */
export function digestOidOf(signerInfo: Uint8Array): string {
  return asn1.readOid(asn1.child(asn1.child(asn1.read(signerInfo), 2), 0));
}

function chunks(content: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += CHUNK)
    pieces.push(asn1.octets(content.subarray(at, at + CHUNK)));
  return pieces;
}

/**
 * Writes the file as E-IMZO does: BER with indefinite lengths outside, DER inside, one digestAlgorithms entry per
 * signer (equal ones not merged), SignerInfos as a sorted SET.
 */
export function writeSignedData(parts: SignedDataParts): Uint8Array {
  const algorithms = parts.signerInfos.map(info => asn1.sequence(asn1.oid(digestOidOf(info)), asn1.NULL));
  const eContent =
    parts.content === null
      ? []
      : [
          asn1.indefinite(
            asn1.context(0),
            asn1.indefinite(asn1.TAG.constructedOctets, ...chunks(parts.content)),
          ),
        ];
  return asn1.indefinite(
    asn1.TAG.sequence,
    asn1.oid(CMS.signedData),
    asn1.indefinite(
      asn1.context(0),
      asn1.indefinite(
        asn1.TAG.sequence,
        asn1.integer(1n),
        asn1.sortedSet(algorithms),
        asn1.indefinite(asn1.TAG.sequence, asn1.oid(parts.contentType), ...eContent),
        asn1.indefinite(asn1.context(0), ...parts.certificates),
        asn1.sortedSet(parts.signerInfos),
      ),
    ),
  );
}

/** Reads any BER SignedData into its parts. @throws SyntaxError when it is none */
export function readSignedData(bytes: Uint8Array): SignedDataParts {
  const contentInfo = asn1.read(bytes);
  if (asn1.readOid(asn1.child(contentInfo, 0)) !== CMS.signedData) throw new SyntaxError('not signedData');
  const signedData = asn1.child(asn1.child(contentInfo, 1, asn1.context(0)), 0, asn1.TAG.sequence);
  const encapsulated = asn1.child(signedData, 2, asn1.TAG.sequence);
  const eContent = encapsulated.children[1];
  const certificates = signedData.children.find(element => element.tag === asn1.context(0));
  const signerInfos = signedData.children.at(-1);
  if (signerInfos?.tag !== asn1.TAG.set) throw new SyntaxError('no signerInfos');
  return {
    contentType: asn1.readOid(asn1.child(encapsulated, 0)),
    content: eContent === undefined ? null : asn1.readOctets(asn1.child(eContent, 0)),
    certificates: certificates?.children.map(element => element.raw) ?? [],
    signerInfos: signerInfos.children.map(element => element.raw),
  };
}
