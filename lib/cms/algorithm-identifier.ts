import { type BerElement, parseBer, rawOf } from './ber.ts';
import { Fields } from './fields.ts';
import { readBitString, readOid } from './values.ts';

/** AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The parameters as encoded, null when absent. */
  readonly parameters: Uint8Array | null;
}

/** SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). */
export interface SubjectPublicKeyInfo {
  /** The whole SEQUENCE as encoded; its SHA-256 is what trust anchors are named by. */
  readonly der: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly publicKey: Uint8Array;
}

/** Reads an AlgorithmIdentifier. */
export function readAlgorithmIdentifier(element: BerElement): AlgorithmIdentifier {
  const fields = new Fields(element);
  const oid = readOid(fields.next(0x06));
  const parameters = fields.optional();
  fields.end();
  return { oid, parameters: parameters ? rawOf(parameters) : null };
}

/** Reads a SubjectPublicKeyInfo. */
export function readSubjectPublicKeyInfo(element: BerElement): SubjectPublicKeyInfo {
  const fields = new Fields(element);
  const algorithm = readAlgorithmIdentifier(fields.next(0x30));
  const publicKey = readBitString(fields.next(0x03));
  fields.end();
  return { der: rawOf(element), algorithm, publicKey };
}

/** The parameters as an element, null when there are none. */
export function parametersOf(algorithm: AlgorithmIdentifier): BerElement | null {
  return algorithm.parameters ? parseBer(algorithm.parameters) : null;
}
