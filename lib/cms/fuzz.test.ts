import { describe, expect, it } from 'vitest';
import { runFuzz } from './fuzz-runner.ts';
import { fuzzSeeds } from './fuzz-seeds.test-helper.ts';
import { standardAlgorithms } from './standard-algorithms.ts';

const seeds = await fuzzSeeds();

describe('damaged files', () => {
  it('never crash the verifier and never make it say more than was signed', async () => {
    const summary = await runFuzz(seeds, { runs: 1500, seed: 20260921, deadlineMs: 12_000 });
    expect(summary.violations).toEqual([]);
    expect(summary.parsed).toBeGreaterThan(summary.runs / 20);
    expect(summary.slowestMs).toBeLessThan(2000);
  });

  it('would be noticed: a verifier that believes every signature is caught', async () => {
    const believe = new Map(
      [...standardAlgorithms.signatures].map(([oid, { name }]) => [
        oid,
        { name, verify: () => 'fits' as const },
      ]),
    );
    const algorithms = { ...standardAlgorithms, signatures: believe };
    const gullible = seeds.map(fuzzSeed => ({ ...fuzzSeed, options: { ...fuzzSeed.options, algorithms } }));
    const summary = await runFuzz(gullible, { runs: 400, seed: 1 });
    expect(summary.runs).toBe(400);
    expect(summary.violations.length).toBeGreaterThan(5);
  });
});
