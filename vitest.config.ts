import { defineConfig } from 'vitest/config';

/**
 * Three kinds of tests. `unit`: beside the code, in Node, quick. `contracts`: our clients against the stand-ins, over
 * real sockets. `browser`: whole-product tests that start a real Chromium with the production build; four at a time,
 * each file with a world and a browser of its own. One kind after the other.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          // Some tests look at the clock; a machine that is busy with something else must not decide.
          retry: 1,
          include: [
            '{lib,components,entrypoints,platform,sandbox,scripts,worker}/**/*.test.{ts,tsx}',
            'tests/{harness,chaos,fuzz}/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 20_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'contracts',
          sequence: { groupOrder: 1 },
          retry: 1,
          include: ['tests/contracts/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
          // They wait for what is slow on purpose: side by side.
          maxWorkers: 4,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 2 },
          // A real browser on a busy machine: a test that fails twice more has failed.
          retry: 2,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/harness/build-once.ts'],
          environment: 'node',
          testTimeout: 150_000,
          hookTimeout: 150_000,
          maxWorkers: 4,
          fileParallelism: true,
        },
      },
    ],
  },
});
