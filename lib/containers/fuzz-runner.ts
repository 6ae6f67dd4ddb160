/**
 * Seeded fuzz runs over the vectors, for as long as wanted: `node lib/containers/fuzz-runner.ts --runs 20000 --seed 7`.
 * Closes with `N passed, N failed`; the same seed repeats the same runs.
 */
import { parseArgs } from 'node:util';
import { fuzzContainers } from './fuzz.ts';
import { fuzzSetup } from './fuzz-setup.test-helper.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const result = await fuzzContainers({
  ...(await fuzzSetup()),
  runs: Number(values.runs),
  seed: Number(values.seed),
});
for (const failure of result.failures) console.error(failure);
console.log(`${result.passed} passed, ${result.failures.length} failed`);
process.exitCode = result.failures.length > 0 ? 1 : 0;
