import { openSync, writeSync } from 'node:fs';
import type { Fuzzer, FuzzResult } from './fuzzer.ts';

/** What a process of its own is to play. */
export interface Task {
  /** Address of the module with the fuzzers, `FUZZERS`. */
  readonly fuzzers: string;
  readonly parts: readonly Part[];
  readonly seed: number;
  /** Where it says at which input it is: a file, because a process that computes for ever sends no message. */
  readonly progress: string;
}
export interface Part {
  readonly name: string;
  readonly runs: number;
}
export interface Played {
  readonly name: string;
  readonly result: FuzzResult;
}

// Whoever waits for something that never comes still waits.
setInterval(() => {}, 1_000_000);

process.once('message', async ({ fuzzers, parts, seed, progress }: Task) => {
  const { FUZZERS } = (await import(fuzzers)) as { FUZZERS: readonly { readonly fuzzer: Fuzzer }[] };
  const file = openSync(progress, 'r+');
  const place = Buffer.alloc(8);
  for (const [at, { name, runs }] of parts.entries()) {
    const found = FUZZERS.find(({ fuzzer }) => fuzzer.name === name);
    if (!found) throw new Error(`there is no fuzzer ${name}`);
    const result = await found.fuzzer.run(runs, seed, run => {
      place.writeUInt32LE(at, 0);
      place.writeUInt32LE(run + 1, 4);
      writeSync(file, place, 0, 8, 0);
    });
    await new Promise(sent => process.send?.({ name, result } satisfies Played, sent));
  }
  process.exit(0);
});
