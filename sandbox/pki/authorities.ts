import { createHash } from 'node:crypto';
import { type Certificate, encodeName, issueCertificate, readCertificate } from './certificate.ts';
import { CURVES } from './curve.ts';
import authorityData from './data/authorities.json' with { type: 'json' };
import peopleData from './data/people.json' with { type: 'json' };
import * as asn1 from './der.ts';
import { EXTENSIONS } from './oids.ts';

/** Somebody who issues: certificate, private scalar, and the certificates above. */
export interface Authority {
  readonly certificate: Certificate;
  readonly d: bigint;
  /** Own certificate first, root last. */
  readonly chain: readonly Uint8Array[];
  /** Extensions for the certificates it issues to people, without subjectKeyIdentifier. */
  readonly extensions: readonly Uint8Array[];
}

export const fromBase64 = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, 'base64'));

/** A private scalar that is the same at every start: SHA-512 of a name, reduced. Public knowledge by design. */
export function scalarOf(name: string): bigint {
  const number = BigInt('0x' + createHash('sha512').update(`imzochi sandbox key ${name}`).digest('hex'));
  return (number % (CURVES.A.n - 1n)) + 1n;
}

/** SHA-256 over the SubjectPublicKeyInfo of the sandbox's root. TEST ONLY: never pinned in a release. */
export const sandboxRootSpkiSha256: string = authorityData.rootSpkiSha256;

const rootDer = fromBase64(authorityData.root.certificate_64);
const caDer = fromBase64(authorityData.ca.certificate_64);
const tsaDer = fromBase64(authorityData.tsa.certificate_64);

const extensionId = (extension: asn1.Element): string => asn1.readOid(asn1.child(extension, 0));

/** The vectors' people show what extensions the authority gives to people. */
const templateExtensions = readCertificate(
  fromBase64(peopleData.people.sender.certificate_64),
).extensions.filter(extension => extensionId(extension) !== EXTENSIONS.subjectKeyIdentifier);

/** The synthetic authority everybody known is issued by. */
export const authority: Authority = {
  certificate: readCertificate(caDer),
  d: BigInt(`0x${authorityData.ca.d_hex}`),
  chain: [caDer, rootDer],
  extensions: templateExtensions.map(extension => extension.raw),
};

/** The time stamp authority; its token carries these two certificates. */
export const timeStampAuthority = {
  certificate: readCertificate(tsaDer),
  d: BigInt(`0x${authorityData.tsa.d_hex}`),
  chain: [tsaDer, caDer],
};

let unknown: Authority | undefined;

/** A look-alike authority under a root of its own that nobody trusts. Made on first use. */
export function unknownAuthority(): Authority {
  if (unknown !== undefined) return unknown;
  const yes = Uint8Array.of(asn1.TAG.boolean, 1, 1);
  const authorityExtensions = [
    asn1.sequence(asn1.oid(EXTENSIONS.basicConstraints), asn1.octets(asn1.sequence(yes))),
    asn1.sequence(asn1.oid(EXTENSIONS.keyUsage), asn1.octets(Uint8Array.of(3, 2, 1, 0x86))),
  ];
  const name = encodeName([
    ['c', 'UZ'],
    ['o', 'Notanish vazirlik (oʻylab topilgan)'],
    ['cn', 'notanish.soxta.invalid'],
  ]);
  const caName = encodeName([
    ['cn', '"NOTANISH MARKAZ" DUK (SINOV)'],
    ['o', '"NOTANISH MARKAZ" DUK (SINOV)'],
    ['c', 'UZ'],
  ]);
  const rootD = scalarOf('unknown root');
  const d = scalarOf('unknown authority');
  const common = {
    validFrom: new Date('2024-03-01T05:00:00Z'),
    validTo: new Date('2040-03-01T05:00:00Z'),
    family: 'ozdst-2009',
    extensions: authorityExtensions,
    issuer: { name, d: rootD },
  } as const;
  const root = issueCertificate({ ...common, serial: 0x3f00c0ffee000001n, subject: name, d: rootD });
  const ca = issueCertificate({ ...common, serial: 0x5a00c0ffee000002n, subject: caName, d });
  const personal: readonly string[] = [EXTENSIONS.keyUsage, EXTENSIONS.extendedKeyUsage];
  unknown = {
    certificate: readCertificate(ca),
    d,
    chain: [ca, root],
    extensions: templateExtensions
      .filter(extension => personal.includes(extensionId(extension)))
      .map(extension => extension.raw),
  };
  return unknown;
}
