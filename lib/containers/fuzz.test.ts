import { expect, it } from 'vitest';
import { fuzzContainers } from './fuzz.ts';
import { fuzzSetup } from './fuzz-setup.test-helper.ts';

it('damaged files give an answer, in time, and never a yes', async () => {
  const setup = await fuzzSetup();
  expect(await fuzzContainers({ ...setup, runs: 250, seed: 20261121 })).toEqual({
    passed: 250,
    failures: [],
  });
});

it('the runner itself would notice a wrong yes', async () => {
  const setup = await fuzzSetup();
  const { failures } = await fuzzContainers({ ...setup, honest: new Set(), runs: 60, seed: 1 });
  expect(failures.some(failure => failure.includes('verified although changed'))).toBe(true);
});
