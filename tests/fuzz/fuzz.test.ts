import { describe, expect, it } from 'vitest';
import { FUZZERS } from './all.ts';
import { fuzzerOf } from './fuzzer.ts';

describe('damaged input gives a result or a named error', () => {
  it.each(FUZZERS.map(({ fuzzer, share }) => ({ name: fuzzer.name, fuzzer, runs: Math.ceil(1000 * share) })))(
    '$name',
    async ({ fuzzer, runs }) => {
      const { passed, failures } = await fuzzer.run(runs, 20261121);
      expect(failures.slice(0, 3)).toEqual([]);
      expect(passed).toBe(runs);
    },
    60_000,
  );
  it('and the runner would notice one that does not', async () => {
    const broken = fuzzerOf('broken', async () => ({
      play: async random => {
        if (random.chance(0.5)) throw new TypeError('x is not a function');
        return null;
      },
    }));
    expect((await broken.run(20, 1)).failures.length).toBeGreaterThan(3);
  });
});
