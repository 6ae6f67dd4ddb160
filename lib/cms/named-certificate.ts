import { forWebCrypto } from '../bytes/sha256.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import type { AlgorithmRegistry, DigestAlgorithm, SignatureCheck } from './algorithms.ts';
import type { BerElement } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { Fields } from './fields.ts';
import type { KnownCertificate } from './known-certificate.ts';
import { ID_SHA_256, ID_SIGNING_CERTIFICATE, ID_SIGNING_CERTIFICATE_V2 } from './oids.ts';
import type { SignerInfo } from './signer-info.ts';
import { readOctets } from './values.ts';

/** Only to recognise what the signer named: RFC 2634 knows no other hash. */
const SHA_1: DigestAlgorithm = {
  name: 'SHA-1',
  digest: async bytes => new Uint8Array(await crypto.subtle.digest('SHA-1', forWebCrypto(bytes))),
};

/**
 * Is this the certificate that the signer named in the signed attributes (RFC 2634, RFC 5035)? The SignerInfo's own
 * pointer, issuer and serial number, is not signed: another certificate for the same key could be put in its place.
 * A signature that names none fits any; one that names it by a hash nobody here knows is `unsupported`.
 */
export async function judgeNamedCertificate(
  { signedAttrs }: SignerInfo,
  certificate: KnownCertificate,
  algorithms: AlgorithmRegistry,
): Promise<SignatureCheck> {
  let result: SignatureCheck = 'fits';
  for (const { oid, values } of signedAttrs ?? []) {
    if (oid !== ID_SIGNING_CERTIFICATE && oid !== ID_SIGNING_CERTIFICATE_V2) continue;
    const named = readFirst(values, oid === ID_SIGNING_CERTIFICATE_V2);
    if (!named) return 'does-not-fit';
    const algorithm = named.hash === null ? SHA_1 : algorithms.digests.get(named.hash);
    if (!algorithm) result = 'unsupported';
    else if (!equalBytes(await algorithm.digest(certificate.der), named.digest)) return 'does-not-fit';
  }
  return result;
}

/** The first certificate in the list is the signer's own; null when the attribute cannot be read. */
function readFirst(
  values: readonly BerElement[],
  withHash: boolean,
): { readonly hash: string | null; readonly digest: Uint8Array } | null {
  const [value] = values;
  if (!value) return null;
  try {
    const certificates = new Fields(new Fields(value).next(0x30));
    const fields = new Fields(certificates.next(0x30));
    const algorithm = withHash ? fields.optional(0x30) : undefined;
    const digest = readOctets(fields.next(0x04));
    if (!withHash) return { hash: null, digest };
    const named: AlgorithmIdentifier | null = algorithm ? readAlgorithmIdentifier(algorithm) : null;
    return { hash: named?.oid ?? ID_SHA_256, digest };
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}
