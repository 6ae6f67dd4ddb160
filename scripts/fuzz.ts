/**
 * `npm run fuzz -- --runs N --seed S [--only name]`: N damaged inputs, shared out among all fuzzers (module frames and
 * aliases, Didox and eUgoda replies, messages between contexts, PKCS#7, archives). Each gives a result or a named error
 * within bounded time and memory. The same seed gives the same inputs. Closes with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { FUZZERS } from '../tests/fuzz/all.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
/** More than this would be a leak, whatever the number of inputs. */
const MOST_MEMORY = 1.5 * 2 ** 30;
let passed = 0;
let failed = 0;
for (const { fuzzer, share } of FUZZERS) {
  if (values.only && !fuzzer.name.includes(values.only)) continue;
  const runs = Math.ceil(Number(values.runs) * (values.only ? 1 : share));
  const begun = performance.now();
  const result = await fuzzer.run(runs, Number(values.seed));
  const failures = [...result.failures];
  const memory = process.memoryUsage().rss;
  if (memory > MOST_MEMORY) failures.push(`${Math.round(memory / 2 ** 20)} MB in use`);
  for (const failure of failures.slice(0, 20))
    console.error(`${fuzzer.name}, seed ${values.seed}, ${failure}`);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${fuzzer.name}: ${runs} inputs, ${failures.length} failed, ${seconds.toFixed(1)} s, ${Math.round(memory / 2 ** 20)} MB`,
  );
  passed += runs - Math.min(runs, failures.length);
  failed += failures.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
