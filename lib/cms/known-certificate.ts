import { sha256Hex } from '../bytes/sha256.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { CertificateReport, Identity } from './report.ts';
import { isoTime } from './values.ts';

/** A certificate with its fingerprints, which chains and caches go by. */
export interface KnownCertificate extends Certificate {
  readonly sha256: string;
  readonly spkiSha256: string;
}

/** Fingerprints certificates; equal ones (by their bytes) are kept once. */
export async function fingerprint(certificates: readonly Certificate[]): Promise<KnownCertificate[]> {
  const known = new Map<string, KnownCertificate>();
  for (const certificate of certificates) {
    const sha256 = await sha256Hex(certificate.der);
    if (known.has(sha256)) continue;
    known.set(sha256, { ...certificate, sha256, spkiSha256: await sha256Hex(certificate.spki.der) });
  }
  return [...known.values()];
}

/** The subject of a certificate, with tax numbers from wherever they stand. */
export function identityOf({ subject, extensions, notBefore, notAfter }: Certificate): Identity {
  return {
    ...subject,
    edrpou: extensions.edrpou ?? afterPrefix(subject.organizationIdentifier, 'NTRUA-'),
    drfo: extensions.drfo ?? afterPrefix(subject.serialNumber, 'TINUA-'),
    validFrom: isoTime(notBefore),
    validTo: isoTime(notAfter),
  };
}

function afterPrefix(value: string | null, prefix: string): string | null {
  return value?.startsWith(prefix) ? value.slice(prefix.length) : null;
}

/** What a report says about a certificate. */
export function describeKnownCertificate(certificate: KnownCertificate): CertificateReport {
  return {
    subject: identityOf(certificate),
    issuerCn: certificate.issuer.cn,
    serialHex: certificate.serialHex,
    sha256: certificate.sha256,
    spkiSha256: certificate.spkiSha256,
    isCa: certificate.extensions.isCa,
    keyAlgorithm: certificate.spki.algorithm.oid,
    der: certificate.der,
  };
}

/** Describes one certificate file (DER). Throws CmsError. */
export async function describeCertificate(der: Uint8Array): Promise<CertificateReport> {
  const [known] = await fingerprint([parseCertificate(der)]);
  return describeKnownCertificate(known!);
}
