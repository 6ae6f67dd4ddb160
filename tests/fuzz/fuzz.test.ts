import { describe, expect, it } from 'vitest';
import { requestSchemas } from '../../lib/messages/schemas.ts';
import { FUZZERS } from './all.ts';
import type { Part } from './child.ts';
import { type FuzzResult, fuzzerOf } from './fuzzer.ts';
import { GOOD } from './good-messages.ts';
import { FUZZERS as HANGING } from './hanging.fixture.ts';
import { playWatched, type Watch } from './watched.ts';

const PARTS = FUZZERS.map(({ fuzzer, share }) => ({ name: fuzzer.name, runs: Math.ceil(1000 * share) }));

async function play(parts: readonly Part[], watch: Watch): Promise<Map<string, FuzzResult>> {
  const results = new Map<string, FuzzResult>();
  await playWatched(parts, watch, ({ name, result }) => results.set(name, result));
  return results;
}

describe('damaged input gives a result or a named error', () => {
  it('in a process that is watched', async () => {
    const results = await play(PARTS, { seed: 20261121 });
    for (const { name, runs } of PARTS) {
      expect(results.get(name)?.failures.slice(0, 3), name).toEqual([]);
      expect(results.get(name)?.passed, name).toBe(runs);
    }
  }, 120_000);
  it('and the runner would notice one that does not', async () => {
    const broken = fuzzerOf('broken', async () => ({
      play: async random => {
        if (random.chance(0.5)) throw new TypeError('x is not a function');
        return null;
      },
    }));
    expect((await broken.run(20, 1)).failures.length).toBeGreaterThan(3);
  });
  it('and one that does not end, or needs too much memory, and play the others all the same', async () => {
    const fuzzers = new URL('./hanging.fixture.ts', import.meta.url);
    const parts = HANGING.map(({ fuzzer }) => ({ name: fuzzer.name, runs: 10 }));
    const endless = parts.filter(({ name }) => name.endsWith('for ever'));
    const others = parts.filter(part => !endless.includes(part));
    const results = new Map([
      ...(await play(endless, { seed: 1, hangsMs: 500, fuzzers })),
      ...(await play(others, { seed: 1, memoryMb: 64, fuzzers })),
    ]);
    const hangs = { passed: 3, failures: ['run 3: does not end within 500 ms'] };
    expect(results.get('computes for ever')).toMatchObject(hangs);
    expect(results.get('waits for ever')).toMatchObject(hangs);
    expect(results.get('eats up the memory')?.failures).toEqual(['run 3: needs more than 64 MB']);
    expect(results.get('is well')).toMatchObject({ passed: 10, failures: [] });
  }, 60_000);
});

it.each(Object.entries(GOOD))('%s: what is to be spoilt is good', (name, request) => {
  expect(requestSchemas[name as keyof typeof GOOD].safeParse(request).success).toBe(true);
});
