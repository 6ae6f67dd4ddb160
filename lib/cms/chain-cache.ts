/**
 * Remembers which certificates an issuer's key really signed, so that the second signature of the same
 * person costs one curve operation instead of three. Only successes are kept: a failure proves nothing lasting.
 */
export interface ChainCache {
  has(certificateSha256: string, issuerSpkiSha256: string): boolean;
  add(certificateSha256: string, issuerSpkiSha256: string): void;
  readonly size: number;
}

/** @param limit how many pairs are kept; the one unused for longest goes first */
export function createChainCache(limit: number): ChainCache {
  const pairs = new Set<string>();
  return {
    has(certificateSha256, issuerSpkiSha256) {
      const pair = `${certificateSha256}:${issuerSpkiSha256}`;
      if (!pairs.delete(pair)) return false;
      pairs.add(pair);
      return true;
    },
    add(certificateSha256, issuerSpkiSha256) {
      pairs.add(`${certificateSha256}:${issuerSpkiSha256}`);
      for (const oldest of pairs) {
        if (pairs.size <= limit) break;
        pairs.delete(oldest);
      }
    },
    get size() {
      return pairs.size;
    },
  };
}
