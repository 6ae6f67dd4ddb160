import { expect, it } from 'vitest';
import type { FileOutcome } from './outcome-reporter.ts';
import { corrected } from './run-vitest.ts';

const outcome = (
  file: string,
  passed: number,
  failures: string[] = [],
  retried: string[] = [],
): FileOutcome => ({
  file,
  passed,
  skipped: 0,
  failures,
  retried,
});

it('a file that passes the second time counts as passed, and says what failed before', () => {
  const first = [outcome('a', 3, ['a > x', 'a > y'], ['a > z']), outcome('b', 4)];
  expect(corrected(first, [outcome('a', 5)])).toEqual([
    outcome('a', 5, [], ['a > x', 'a > y', 'a > z']),
    outcome('b', 4),
  ]);
});

it('a file that fails again has failed, and says why it did the second time', () => {
  const again = outcome('a', 4, ['a > y']);
  expect(corrected([outcome('a', 3, ['a > x', 'a > y'])], [again])).toEqual([again]);
});

it('a second run that comes to no end leaves the failures of the first, and adds its own', () => {
  const first = [outcome('a', 3, ['a > x'])];
  const lost = outcome('vitest', 0, ['vitest failed in browser, and no test did']);
  expect(corrected(first, [lost])).toEqual([...first, lost]);
});
