import { parentPort } from 'node:worker_threads';
import { chaosRun } from './run.ts';
import { startStage } from './stage.ts';

/** A thread with a stage of its own; plays the seeds it is given, one after another, until it is given null. */
const stage = await startStage();
parentPort?.on('message', async (seed: number | null) => {
  if (seed !== null) {
    parentPort?.postMessage(await chaosRun(stage, seed));
    return;
  }
  await stage.stop();
  process.exit(0);
});
parentPort?.postMessage('ready');
