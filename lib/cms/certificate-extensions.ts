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
  /** keyIdentifier of authorityKeyIdentifier: which key the issuer says it signed with. */
  readonly authorityKeyIdentifier: Uint8Array | null;
  /** It is marked as one that must be understood, and is not understood here (RFC 5280, 4.2). */
  readonly hasUnknownCritical: boolean;
  /** Ukrainian tax numbers of the company and of the person. */
  readonly edrpou: string | null;
  readonly drfo: string | null;
}

/** Bits 0, 1 and 5 of keyUsage. */
const DIGITAL_SIGNATURE = 0x8000;
const NON_REPUDIATION = 0x4000;
const KEY_CERT_SIGN = 0x0400;

/** May this certificate's key sign content? One that says nothing about its use may. */
export function maySignContent({ keyUsage }: CertificateExtensions): boolean {
  return keyUsage === null || (keyUsage & (DIGITAL_SIGNATURE | NON_REPUDIATION)) !== 0;
}

/** May this certificate's key sign certificates? */
export function maySignCertificates(extensions: CertificateExtensions): boolean {
  return extensions.isCa && (extensions.keyUsage === null || (extensions.keyUsage & KEY_CERT_SIGN) !== 0);
}

/** Reads the `[3]` of a TBSCertificate; undefined when it has none. */
export function readExtensions(wrapper: BerElement | undefined): CertificateExtensions {
  const values = new Map<string, BerElement>();
  let hasUnknownCritical = false;
  if (wrapper) {
    for (const extension of childrenOf(new Fields(wrapper, 0xa3).next(0x30))) {
      const fields = new Fields(extension);
      const oid = readOid(fields.next(0x06));
      const critical = fields.optional(0x01);
      if (critical && isTrue(critical) && !UNDERSTOOD.has(oid)) hasUnknownCritical = true;
      const octets = fields.next(0x04, 0x24);
      if (!values.has(oid) && READ.has(oid)) values.set(oid, parseBer(readOctets(octets)));
    }
  }
  const constraints = readBasicConstraints(values.get(oids.ID_BASIC_CONSTRAINTS));
  const keyUsage = values.get(oids.ID_KEY_USAGE);
  const purposes = values.get(oids.ID_EXT_KEY_USAGE);
  const keyIdentifier = values.get(oids.ID_SUBJECT_KEY_IDENTIFIER);
  const issuerKey = values.get(oids.ID_AUTHORITY_KEY_IDENTIFIER);
  const directory = readDirectoryAttributes(values.get(oids.ID_SUBJECT_DIRECTORY_ATTRIBUTES));
  return {
    ...constraints,
    keyUsage: keyUsage ? readKeyUsage(keyUsage) : null,
    extKeyUsage: purposes ? childrenOf(purposes).map(readOid) : null,
    subjectKeyIdentifier: keyIdentifier ? readOctets(keyIdentifier) : null,
    authorityKeyIdentifier: issuerKey ? readAuthorityKeyIdentifier(issuerKey) : null,
    hasUnknownCritical,
    edrpou: directory.get(oids.ID_UA_EDRPOU) ?? null,
    drfo: directory.get(oids.ID_UA_DRFO) ?? null,
  };
}

const READ: ReadonlySet<string> = new Set([
  oids.ID_BASIC_CONSTRAINTS,
  oids.ID_KEY_USAGE,
  oids.ID_EXT_KEY_USAGE,
  oids.ID_SUBJECT_KEY_IDENTIFIER,
  oids.ID_AUTHORITY_KEY_IDENTIFIER,
  oids.ID_SUBJECT_DIRECTORY_ATTRIBUTES,
]);

/**
 * Extensions that may be critical: those that are checked, and those that only tell something: privateKeyUsagePeriod,
 * other names of subject and issuer, where revocation is published (never asked), policies, freshestCRL, the authority's
 * address, statements about qualified certificates. Restrictions that are not worked out here (nameConstraints 30,
 * policyMappings 33, policyConstraints 36, inhibitAnyPolicy 54) are left out on purpose.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...READ,
  ...[16, 17, 18, 31, 32, 46].map(arc => `2.5.29.${arc}`),
  ...[1, 3].map(arc => `1.3.6.1.5.5.7.1.${arc}`),
]);

/** The real Uzbek authorities write TRUE as 01, not as DER's FF. */
function isTrue(flag: BerElement): boolean {
  return contentOf(flag).some(byte => byte !== 0);
}

function readBasicConstraints(element: BerElement | undefined): { isCa: boolean; pathLength: number | null } {
  if (!element) return { isCa: false, pathLength: null };
  const fields = new Fields(element);
  const flag = fields.optional(0x01);
  const limit = fields.optional(0x02);
  return { isCa: flag !== undefined && isTrue(flag), pathLength: limit ? readSmallInteger(limit) : null };
}

function readKeyUsage(element: BerElement): number {
  const content = contentOf(element);
  return ((content[1] ?? 0) << 8) | (content[2] ?? 0);
}

/** The other fields, issuer and serial number, are not needed. Some test authorities write another type: it says nothing. */
function readAuthorityKeyIdentifier(element: BerElement): Uint8Array | null {
  const identifier = element.id === 0x30 ? new Fields(element).optional(0x80) : undefined;
  return identifier ? contentOf(identifier) : null;
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
