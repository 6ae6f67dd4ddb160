import {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
  readSubjectPublicKeyInfo,
  type SubjectPublicKeyInfo,
} from './algorithm-identifier.ts';
import { type BerElement, parseBer, rawOf } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { type CertificateExtensions, readExtensions } from './certificate-extensions.ts';
import { CmsError } from './cms-error.ts';
import { type NameAttributes, readName } from './distinguished-name.ts';
import { Fields } from './fields.ts';
import { readBitString, readIntegerHex, readTime } from './values.ts';

/** A certificate (RFC 5280, 4.1). Byte fields are views into the file it was read from. */
export interface Certificate {
  readonly der: Uint8Array;
  /** TBSCertificate exactly as encoded: what the issuer signed. */
  readonly tbs: Uint8Array;
  /** Lower-case hex of the number, as E-IMZO prints it. */
  readonly serialHex: string;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Names as encoded: issuers are found by these bytes, never by text. */
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
  readonly issuer: NameAttributes;
  readonly subject: NameAttributes;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: SubjectPublicKeyInfo;
  readonly extensions: CertificateExtensions;
}

/** Reads one certificate out of DER bytes (a .cer file). Throws CmsError. */
export function parseCertificate(der: Uint8Array): Certificate {
  return readCertificate(parseBer(der));
}

/** Reads a certificate that stands inside a larger file. */
export function readCertificate(element: BerElement): Certificate {
  const outer = new Fields(element);
  const tbsElement = outer.next(0x30);
  const algorithmElement = outer.next(0x30);
  const signature = readBitString(outer.next(0x03));
  outer.end();

  const tbs = new Fields(tbsElement);
  tbs.optional(0xa0); // version
  const serialHex = readIntegerHex(tbs.next(0x02));
  // RFC 5280, 4.1.1.2: the algorithm inside, which is signed, must be the one outside.
  if (!equalBytes(rawOf(tbs.next(0x30)), rawOf(algorithmElement)))
    throw new CmsError('bad-value', 'algorithm');
  const issuer = tbs.next(0x30);
  const validity = new Fields(tbs.next(0x30));
  const subject = tbs.next(0x30);
  const spki = readSubjectPublicKeyInfo(tbs.next(0x30));
  tbs.optional(0x81, 0xa1); // issuerUniqueID
  tbs.optional(0x82, 0xa2); // subjectUniqueID
  const extensions = tbs.optional(0xa3);
  tbs.end();

  return {
    der: rawOf(element),
    tbs: rawOf(tbsElement),
    serialHex,
    signatureAlgorithm: readAlgorithmIdentifier(algorithmElement),
    signature,
    issuerName: rawOf(issuer),
    subjectName: rawOf(subject),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: readTime(validity.next(0x17, 0x18)),
    notAfter: readTime(validity.next(0x17, 0x18)),
    spki,
    extensions: readExtensions(extensions),
  };
}
