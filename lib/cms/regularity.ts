import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { type BerElement, childrenOf } from './ber.ts';
import { equalBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { ID_DATA } from './oids.ts';
import type { SignerInfo } from './signer-info.ts';
import { readVersion } from './values.ts';

/**
 * What no signature covers and nothing depends on: version numbers, announced algorithms, empty parameters. E-IMZO,
 * Didox and every Ukrainian file seen write them as RFC 5652 says; a file that does not was changed after it was made,
 * or made by a program nobody here knows, and is not called verified.
 */

/** What of a SignedData decides its version number. */
export interface FileFacts {
  readonly version: BerElement;
  readonly eContentType: string;
  readonly certificates: BerElement | undefined;
  readonly crls: BerElement | undefined;
  readonly infos: readonly Pick<SignerInfo, 'version'>[];
}

/** RFC 5652, 5.1: the version follows from what is in the file. */
export function isRegularFile({ version, eContentType, certificates, crls, infos }: FileFacts): boolean {
  const kinds = (set: BerElement | undefined) => (set ? childrenOf(set).map(({ id }) => id) : []);
  const inSet = kinds(certificates);
  const expected =
    inSet.includes(0xa3) || kinds(crls).includes(0xa1)
      ? 5
      : inSet.includes(0xa2)
        ? 4
        : inSet.includes(0xa1) || infos.some(info => info.version === 3) || eContentType !== ID_DATA
          ? 3
          : 1;
  return readVersion(version) === expected;
}

/** RFC 5652, 5.3: version 1 goes with issuer and serial number, 3 with a key identifier; and the digest is announced. */
export function isRegularSigner(
  info: Pick<SignerInfo, 'version' | 'sid' | 'digestAlgorithm' | 'signatureAlgorithm'>,
  announced: readonly AlgorithmIdentifier[] | null,
): boolean {
  const parameters = parametersOf(info.digestAlgorithm);
  return (
    info.version === (info.sid.kind === 'issuer-and-serial' ? 1 : 3) &&
    (announced ?? []).some(
      other => other.oid === info.digestAlgorithm.oid && equalBytes(parametersOf(other), parameters),
    ) &&
    isNullOrFull(info.signatureAlgorithm)
  );
}

/** The digest algorithms that the file announces; null when the list cannot be read. */
export function readDigestAlgorithms(set: BerElement): readonly AlgorithmIdentifier[] | null {
  try {
    return childrenOf(set).map(readAlgorithmIdentifier);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}

/** Parameters that say nothing are written NULL or left out. */
function isNullOrFull({ parameters }: AlgorithmIdentifier): boolean {
  return parameters?.length !== 2 || parameters[0] === 0x05;
}

/** NULL and nothing at all are the same for a hash (RFC 5754, 2). */
function parametersOf(algorithm: AlgorithmIdentifier): Uint8Array {
  const { parameters } = algorithm;
  return parameters && !(parameters.length === 2 && isNullOrFull(algorithm)) ? parameters : new Uint8Array();
}
