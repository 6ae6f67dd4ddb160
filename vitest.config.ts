import { defineConfig } from 'vitest/config';

/**
 * Two kinds of tests. `unit`: beside the code, in Node, quick. `browser`: whole-product tests that start a
 * real Chromium with the production build (tests/**), run by `npm test` after the build.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{lib,components,entrypoints,sandbox,scripts}/**/*.test.{ts,tsx}',
            'tests/contracts/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          environment: 'node',
          testTimeout: 150_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
