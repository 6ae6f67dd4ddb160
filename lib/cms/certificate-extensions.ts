import { type BerElement, childrenOf, contentOf, parseBer } from './ber.ts';
import { Fields } from './fields.ts';
import * as oids from './oids.ts';
import { readOctets, readOid, readSmallInteger, readText } from './values.ts';

/** The extensions that decide something here (RFC 5280, 4.2.1). */
export interface CertificateExtensions {
  /** basicConstraints cA. */
  readonly isCa: boolean;
  readonly pathLength: number | null;
  /** The first two bytes of keyUsage, bit 0 highest; null when the extension is missing. */
  readonly keyUsage: number | null;
  /** Key purposes; null when the extension is missing. */
  readonly extKeyUsage: readonly string[] | null;
  readonly subjectKeyIdentifier: Uint8Array | null;
  /** Ukrainian tax numbers of the company and of the person. */
  readonly edrpou: string | null;
  readonly drfo: string | null;
}

/** Bit 5 of keyUsage. */
const KEY_CERT_SIGN = 0x0400;

/** May this certificate's key sign certificates? */
export function maySignCertificates(extensions: CertificateExtensions): boolean {
  return extensions.isCa && (extensions.keyUsage === null || (extensions.keyUsage & KEY_CERT_SIGN) !== 0);
}

/** Reads the `[3]` of a TBSCertificate; undefined when it has none. */
export function readExtensions(wrapper: BerElement | undefined): CertificateExtensions {
  const values = new Map<string, BerElement>();
  if (wrapper) {
    for (const extension of childrenOf(new Fields(wrapper, 0xa3).next(0x30))) {
      const fields = new Fields(extension);
      const oid = readOid(fields.next(0x06));
      fields.optional(0x01);
      const octets = fields.next(0x04, 0x24);
      if (!values.has(oid) && READ.has(oid)) values.set(oid, parseBer(readOctets(octets)));
    }
  }
  const constraints = readBasicConstraints(values.get(oids.ID_BASIC_CONSTRAINTS));
  const keyUsage = values.get(oids.ID_KEY_USAGE);
  const purposes = values.get(oids.ID_EXT_KEY_USAGE);
  const keyIdentifier = values.get(oids.ID_SUBJECT_KEY_IDENTIFIER);
  const directory = readDirectoryAttributes(values.get(oids.ID_SUBJECT_DIRECTORY_ATTRIBUTES));
  return {
    ...constraints,
    keyUsage: keyUsage ? readKeyUsage(keyUsage) : null,
    extKeyUsage: purposes ? childrenOf(purposes).map(readOid) : null,
    subjectKeyIdentifier: keyIdentifier ? readOctets(keyIdentifier) : null,
    edrpou: directory.get(oids.ID_UA_EDRPOU) ?? null,
    drfo: directory.get(oids.ID_UA_DRFO) ?? null,
  };
}

const READ: ReadonlySet<string> = new Set([
  oids.ID_BASIC_CONSTRAINTS,
  oids.ID_KEY_USAGE,
  oids.ID_EXT_KEY_USAGE,
  oids.ID_SUBJECT_KEY_IDENTIFIER,
  oids.ID_SUBJECT_DIRECTORY_ATTRIBUTES,
]);

function readBasicConstraints(element: BerElement | undefined): { isCa: boolean; pathLength: number | null } {
  if (!element) return { isCa: false, pathLength: null };
  const fields = new Fields(element);
  const flag = fields.optional(0x01);
  const limit = fields.optional(0x02);
  // The real Uzbek authorities write TRUE as 01, not as DER's FF.
  const isCa = flag !== undefined && contentOf(flag).some(byte => byte !== 0);
  return { isCa, pathLength: limit ? readSmallInteger(limit) : null };
}

function readKeyUsage(element: BerElement): number {
  const content = contentOf(element);
  return ((content[1] ?? 0) << 8) | (content[2] ?? 0);
}

function readDirectoryAttributes(element: BerElement | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const attribute of element ? childrenOf(element) : []) {
    const fields = new Fields(attribute);
    const oid = readOid(fields.next(0x06));
    const value = childrenOf(fields.next(0x31))[0];
    const text = value ? readText(value) : null;
    if (text !== null && !found.has(oid)) found.set(oid, text);
  }
  return found;
}
