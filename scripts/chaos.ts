import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { startChromiumStage } from '../tests/chaos/chromium-run.ts';
import { seedOfRun } from '../tests/chaos/random.ts';
import type { RunResult } from '../tests/chaos/schedule.ts';
import { ensureBuild } from './ensure-build.ts';
import { runCommand } from './run-command.ts';
import { switchesOr, wholeNumber } from './switches.ts';

const HELP = `npm run chaos -- [switches]   random schedules of clicks and faults; what must always be true is looked at after each

  --runs N            how many schedules (default 100)
  --seed S            the same seed, the same schedules (default 1)
  --browser-share N   one of N is played with the extension in a real Chromium, the others in this process over the
                      stand-ins (default 20; 1: all of them). With the default no more than 24, because each takes
                      half a minute
  --no-browser        none in Chromium
  --threads T         how many at once in this process (default: three per processor)
  --verbose           tells each run, not only those that failed

A run that failed is told with its seed and how to play it again. The clock is real in part, so it may pass then.
Closes with "N passed, N failed".`;

const switches = switchesOr(HELP, () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      threads: { type: 'string', default: String(3 * availableParallelism()) },
      'browser-share': { type: 'string' },
      'no-browser': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const share = values['browser-share'];
  return {
    ...values,
    runs: wholeNumber('runs', values.runs, 1),
    seed: wholeNumber('seed', values.seed),
    threads: wholeNumber('threads', values.threads, 1),
    share: share === undefined ? null : wholeNumber('browser-share', share, 1),
  };
});

const DEFAULT_SHARE = 20;
const MOST_IN_CHROMIUM = 24;
const MOST_CHROMIUMS = 2;

/** The seeds of both kinds. */
function deal(): { readonly here: number[]; readonly inChromium: number[] } {
  const seeds = Array.from({ length: switches.runs }, (_, run) => seedOfRun(switches.seed, run));
  if (switches['no-browser']) return { here: seeds, inChromium: [] };
  const share = switches.share ?? DEFAULT_SHARE;
  const most = switches.share === null ? MOST_IN_CHROMIUM : Number.POSITIVE_INFINITY;
  const inChromium = seeds.filter((_, at) => at % share === share - 1).slice(0, most);
  const taken = new Set(inChromium);
  return { here: seeds.filter(seed => !taken.has(seed)), inChromium };
}

const begun = performance.now();
const totals: Record<string, number> = {};
let played = 0;
let failed = 0;

function report({ seed, wrong, story, counts }: RunResult, how: string): void {
  for (const [what, times] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + times;
  played += 1;
  // A run may not fail again, so that what is to be known of it is said at once.
  if (switches.verbose || wrong.length > 0) console.log(story.join('\n'));
  if (wrong.length > 0) {
    failed += 1;
    console.error(`failed: --runs 1 --seed ${seed} ${how}\n${wrong.map(line => `  ${line}`).join('\n')}`);
  }
  if (played % 100 === 0)
    console.log(`${played} runs, ${failed} failed, ${Math.round((performance.now() - begun) / 1000)} s`);
}

/** A thread takes one after another, as long as there are any. */
function playHere(seeds: number[]): Promise<void> {
  return new Promise(resolve => {
    const worker = new Worker(new URL('../tests/chaos/thread.ts', import.meta.url));
    worker.on('message', (result: RunResult | 'ready') => {
      if (result !== 'ready') report(result, '--no-browser');
      worker.postMessage(seeds.shift() ?? null);
    });
    worker.on('error', error => console.error(error));
    worker.on('exit', () => resolve());
  });
}

async function playInChromium(seeds: number[]): Promise<void> {
  const stage = await startChromiumStage();
  try {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift())
      report(await stage.play(seed), '--browser-share 1');
  } finally {
    await stage.stop();
  }
}

async function main(): Promise<number> {
  if (switches.help) {
    console.log(HELP);
    return 0;
  }
  const { here, inChromium } = deal();
  const runs = here.length + inChromium.length;
  if (inChromium.length > 0) {
    if (!(await runCommand('node', ['scripts/setup.mjs']))) return 1;
    await ensureBuild('chrome');
  }
  const threads = Math.min(here.length, switches.threads);
  const chromiums = Math.min(inChromium.length, MOST_CHROMIUMS);
  await Promise.all([
    ...Array.from({ length: threads }, () => playHere(here)),
    ...Array.from({ length: chromiums }, () => playInChromium(inChromium).catch(console.error)),
  ]);
  // What broke down left runs unplayed: they did not pass.
  failed += runs - played;
  const counted = Object.entries(totals).map(([what, times]) => `${what}: ${times}`);
  console.log(counted.join(', '));
  console.log(`${runs - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exit(await main());
