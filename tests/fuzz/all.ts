import { runFuzz as fuzzCms } from '../../lib/cms/fuzz-runner.ts';
import { fuzzSeeds } from '../../lib/cms/fuzz-seeds.test-helper.ts';
import { fuzzContainers } from '../../lib/containers/fuzz.ts';
import { fuzzSetup } from '../../lib/containers/fuzz-setup.test-helper.ts';
import { runFuzz as fuzzFrames } from '../../lib/eimzo/testing/fuzz-runner.ts';
import { didoxReplies } from './didox-replies.ts';
import { eugodaReplies } from './eugoda-replies.ts';
import type { Fuzzer } from './fuzzer.ts';
import { messages } from './messages.ts';

/** PKCS#7 under the slowest allowed time each (ms). */
const SLOWEST_CMS_MS = 5_000;

const frames: Fuzzer = {
  name: 'module frames and aliases',
  async run(runs, seed, onRun) {
    const { passed, failures } = fuzzFrames({ runs, seed, onRun });
    return { passed, failures: failures.map(({ run, what }) => `run ${run}: ${what}`), slowestMs: 0 };
  },
};

const cms: Fuzzer = {
  name: 'PKCS#7',
  async run(runs, seed, onRun) {
    const { violations, slowestMs } = await fuzzCms(await fuzzSeeds({ heavy: true }), { runs, seed, onRun });
    const failures = [...violations];
    if (slowestMs > SLOWEST_CMS_MS) failures.push(`one took ${Math.round(slowestMs)} ms`);
    return { passed: runs - failures.length, failures, slowestMs };
  },
};

const archives: Fuzzer = {
  name: 'archives',
  async run(runs, seed, onRun) {
    const result = await fuzzContainers({ ...(await fuzzSetup()), runs, seed, slowest: 5_000, onRun });
    return { ...result, slowestMs: 0 };
  },
};

/** Every fuzzer with its part of all inputs: the slow ones get fewer. */
export const FUZZERS: readonly { readonly fuzzer: Fuzzer; readonly share: number }[] = [
  { fuzzer: frames, share: 0.36 },
  { fuzzer: didoxReplies, share: 0.22 },
  { fuzzer: eugodaReplies, share: 0.22 },
  { fuzzer: messages, share: 0.1 },
  { fuzzer: cms, share: 0.07 },
  { fuzzer: archives, share: 0.03 },
];
