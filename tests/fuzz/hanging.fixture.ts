import { fuzzerOf } from './fuzzer.ts';

const hanging = (name: string, hang: () => Promise<unknown> | never) =>
  fuzzerOf(name, async () => {
    let run = 0;
    return { play: async () => (run++ < 3 ? null : hang()) };
  });

/** Inputs of which the fourth does not end, each in a way of its own; the last are well. */
export const FUZZERS = [
  hanging('computes for ever', () => {
    for (;;);
  }),
  hanging('waits for ever', () => new Promise(() => {})),
  hanging('eats up the memory', async () => {
    const all: string[][] = [];
    for (;;) all.push(Array.from({ length: 1_000_000 }, (_, at) => `${at}${all.length}`));
  }),
  fuzzerOf('is well', async () => ({ play: async () => null })),
].map(fuzzer => ({ fuzzer }));
