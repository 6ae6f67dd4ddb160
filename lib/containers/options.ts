import type { AlgorithmRegistry } from '../cms/algorithms.ts';
import type { ChainCache } from '../cms/chain-cache.ts';
import type { Limits } from './limits.ts';

/** A file as it came: dropped, pasted, or out of an archive. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface InspectOptions {
  /** Pinned authorities: lower-case hex SHA-256 over the DER SubjectPublicKeyInfo. */
  readonly trustedSpkiSha256: ReadonlySet<string>;
  /** Judges signatures that say no time. */
  readonly now: Date;
  readonly limits?: Partial<Limits> | undefined;
  readonly cache?: ChainCache | undefined;
  /** Brings further algorithms (with the standard ones) when a file needs one that is not known yet. */
  readonly moreAlgorithms?: (() => Promise<AlgorithmRegistry>) | undefined;
  /** Called as signatures are worked off. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}
