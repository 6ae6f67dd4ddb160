import { createRandom, type Random } from '../chaos/random.ts';

export interface FuzzResult {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly slowestMs: number;
}

/** Told before each input: whoever watches ends one that does not end by itself. */
export type OnRun = (run: number) => void;

/** One kind of input. */
export interface Fuzzer {
  readonly name: string;
  run(runs: number, seed: number, onRun?: OnRun): Promise<FuzzResult>;
}

/** No input may take longer (ms), however damaged; generous, because the machine may be busy. */
const SLOWEST_MS = 5_000;
/** Nor may what comes out be larger than this (characters as JSON): a small input must not become a large answer. */
const LARGEST = 4_000_000;

/** A fuzzer of one input at a time, each with a seed of its own; `play` throws when something is not as it must be. */
export function fuzzerOf(
  name: string,
  setUp: () => Promise<{ play: (random: Random) => Promise<unknown>; stop?: () => Promise<void> | void }>,
): Fuzzer {
  return {
    name,
    async run(runs, seed, onRun) {
      const failures: string[] = [];
      let slowestMs = 0;
      const { play, stop } = await setUp();
      for (let run = 0; run < runs; run += 1) {
        onRun?.(run);
        const begun = performance.now();
        try {
          const result = await play(createRandom(seed * 1_000_003 + run));
          if ((JSON.stringify(result) ?? '').length > LARGEST) throw new Error('the answer is too large');
        } catch (error) {
          failures.push(
            `run ${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          );
        }
        const took = performance.now() - begun;
        slowestMs = Math.max(slowestMs, took);
        if (took > SLOWEST_MS) failures.push(`run ${run}: took ${Math.round(took)} ms`);
      }
      await stop?.();
      return { passed: runs - failures.length, failures, slowestMs };
    },
  };
}
