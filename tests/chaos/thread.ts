import { parentPort, workerData } from 'node:worker_threads';
import { chaosRun } from './run.ts';
import { startStage } from './stage.ts';

/** A thread with a stage of its own; plays the seeds it is given, one after another. */
const { seeds } = workerData as { seeds: readonly number[] };
const stage = await startStage();
for (const seed of seeds) parentPort?.postMessage(await chaosRun(stage, seed));
await stage.stop();
process.exit(0);
