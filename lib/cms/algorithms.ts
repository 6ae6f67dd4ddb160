import type { AlgorithmIdentifier, SubjectPublicKeyInfo } from './algorithm-identifier.ts';
import { CmsError } from './cms-error.ts';

/** A hash function. */
export interface DigestAlgorithm {
  readonly name: string;
  digest(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** `unsupported` (a curve or parameter nobody here knows) is not the same as a signature that does not fit. */
export type SignatureCheck = 'fits' | 'does-not-fit' | 'unsupported';

/** What a signature is checked with. */
export interface SignatureInput {
  readonly algorithm: AlgorithmIdentifier;
  /** The hash the SignerInfo names; matters where the signature's own OID does not say it (plain RSA). */
  readonly digestOid: string;
  readonly spki: SubjectPublicKeyInfo;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signature scheme. */
export interface SignatureAlgorithm {
  readonly name: string;
  verify(input: SignatureInput): SignatureCheck | Promise<SignatureCheck>;
}

/** What can be checked, by object identifier. More (DSTU 4145) can be loaded when it is needed. */
export interface AlgorithmRegistry {
  readonly digests: ReadonlyMap<string, DigestAlgorithm>;
  readonly signatures: ReadonlyMap<string, SignatureAlgorithm>;
}

/** One registry out of several; later ones win. */
export function mergeAlgorithms(...registries: readonly AlgorithmRegistry[]): AlgorithmRegistry {
  return {
    digests: new Map(registries.flatMap(registry => [...registry.digests])),
    signatures: new Map(registries.flatMap(registry => [...registry.signatures])),
  };
}

/** Checks a signature with whatever scheme it names. A malformed key or signature does not fit. */
export async function checkSignature(
  registry: AlgorithmRegistry,
  input: SignatureInput,
): Promise<SignatureCheck> {
  try {
    return (await registry.signatures.get(input.algorithm.oid)?.verify(input)) ?? 'unsupported';
  } catch (error) {
    if (error instanceof CmsError) return 'does-not-fit';
    throw error;
  }
}
