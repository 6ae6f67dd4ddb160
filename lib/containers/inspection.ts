import type { AlgorithmRegistry } from '../cms/algorithms.ts';
import { createChainCache } from '../cms/chain-cache.ts';
import type { CmsReport } from '../cms/report.ts';
import { verifyCms } from '../cms/verify-cms.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import type { InspectOptions } from './options.ts';

/** One run over one drop: its limits, what it has loaded, how far it is. */
export interface Inspection {
  readonly limits: Limits;
  readonly now: Date;
  /** Reads and checks one CMS; loads further algorithms once if they are needed and there are any. */
  check(cms: Uint8Array, content?: Uint8Array): Promise<CmsReport>;
  expect(signatures: number): void;
  finished(): void;
}

export function startInspection(options: InspectOptions): Inspection {
  const cache = options.cache ?? createChainCache(200);
  let algorithms: AlgorithmRegistry | undefined;
  let done = 0;
  let total = 0;
  const verify = (cms: Uint8Array, detachedContent: Uint8Array | undefined) =>
    verifyCms(cms, {
      detachedContent,
      trustedSpkiSha256: options.trustedSpkiSha256,
      now: options.now,
      cache,
      algorithms,
    });
  return {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    now: options.now,
    async check(cms, content) {
      const report = await verify(cms, content);
      const lacking =
        report.parsed && report.signers.some(signer => signer.reasons.includes('unsupported-algorithm'));
      if (!lacking || algorithms || !options.moreAlgorithms) return report;
      algorithms = await options.moreAlgorithms();
      return verify(cms, content);
    },
    expect(signatures) {
      if (signatures === 0) return;
      total += signatures;
      options.onProgress?.({ done, total });
    },
    finished() {
      done += 1;
      options.onProgress?.({ done, total });
    },
  };
}
