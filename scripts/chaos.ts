/**
 * `npm run chaos -- --runs N --seed S [--threads T] [--verbose]`: random schedules of clicks and faults over the
 * production worker and the stand-ins. Prints the seed of each run that failed; `--runs 1 --seed <that>` plays it again.
 * Closes with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { seedOfRun } from '../tests/chaos/random.ts';
import type { RunResult } from '../tests/chaos/schedule.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '4' },
    verbose: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const seeds = Array.from({ length: runs }, (_, run) => seedOfRun(Number(values.seed), run));
const threads = Math.max(1, Math.min(runs, Number(values.threads)));
const begun = performance.now();
let played = 0;
let failed = 0;

const totals: Record<string, number> = {};

function report({ seed, wrong, story, counts }: RunResult): void {
  for (const [what, times] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + times;
  played += 1;
  // Time is real in part: a run may not fail again, so that what is to be known of it is said at once.
  if (values.verbose || wrong.length > 0) console.log(story.join('\n'));
  if (wrong.length > 0) {
    failed += 1;
    console.error(`failed: --runs 1 --seed ${seed}\n${wrong.map(line => `  ${line}`).join('\n')}`);
  }
  if (played % 100 === 0)
    console.log(`${played} runs, ${failed} failed, ${Math.round((performance.now() - begun) / 1000)} s`);
}

await Promise.all(
  Array.from(
    { length: threads },
    (_, thread) =>
      new Promise<void>(resolve => {
        const mine = seeds.filter((_seed, at) => at % threads === thread);
        const worker = new Worker(new URL('../tests/chaos/thread.ts', import.meta.url), {
          workerData: { seeds: mine },
        });
        worker.on('message', report);
        worker.on('error', error => console.error(error));
        worker.on('exit', () => resolve());
      }),
  ),
);
// A thread that broke down leaves runs unplayed: they did not pass.
failed += runs - played;
console.log(
  Object.entries(totals)
    .map(([what, times]) => `${what}: ${times}`)
    .join(', '),
);
console.log(`${runs - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
