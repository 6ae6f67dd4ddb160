import { parseArgs } from 'node:util';
import { FUZZERS } from '../tests/fuzz/all.ts';
import { playWatched } from '../tests/fuzz/watched.ts';
import { switchesOr, UsageError, wholeNumber } from './switches.ts';

const HELP = `npm run fuzz -- [switches]   damaged inputs: module frames and aliases, Didox and eUgoda replies, messages between
contexts, PKCS#7, archives. Each gives a result or a named error within bounded time and memory

  --runs N      how many inputs in all, shared out among the fuzzers (default 5000)
  --seed S      the same seed, the same inputs (default 1)
  --only NAME   one of the fuzzers, by a part of its name: ${FUZZERS.map(({ fuzzer }) => fuzzer.name).join(', ')}

They run in a process of their own, which is ended when an input does not end by itself or eats up the memory. Closes with "N passed, N failed".`;

const { help, seed, parts } = switchesOr(HELP, () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const runs = wholeNumber('runs', values.runs, 1);
  const chosen = FUZZERS.filter(({ fuzzer }) => fuzzer.name.includes(values.only ?? ''));
  if (chosen.length === 0) throw new UsageError(`there is no fuzzer with "${values.only}" in its name`);
  return {
    help: values.help,
    seed: wholeNumber('seed', values.seed),
    parts: chosen.map(({ fuzzer, share }) => ({
      name: fuzzer.name,
      runs: Math.ceil(runs * (values.only ? 1 : share)),
    })),
  };
});
if (help) {
  console.log(HELP);
  process.exit(0);
}
let passed = 0;
let failed = 0;
let begun = performance.now();
await playWatched(parts, { seed }, ({ name, result }) => {
  const runs = parts.find(part => part.name === name)?.runs ?? 0;
  for (const failure of result.failures.slice(0, 20)) console.error(`${name}, seed ${seed}, ${failure}`);
  const bad = Math.max(runs - result.passed, result.failures.length);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${name}: ${runs} inputs, ${bad} failed, ${seconds.toFixed(1)} s`);
  passed += runs - Math.min(runs, bad);
  failed += bad;
  begun = performance.now();
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
