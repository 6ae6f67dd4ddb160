import { describe, expect, it } from 'vitest';
import { type Period, spanOf } from './period.ts';

const JANUARY = new Date(2026, 0, 15, 10);

describe('a period', () => {
  it.each<[Period, Date, Date]>([
    ['this-month', new Date(2026, 0, 1), new Date(2026, 1, 1)],
    ['last-month', new Date(2025, 11, 1), new Date(2026, 0, 1)],
    ['this-year', new Date(2026, 0, 1), new Date(2027, 0, 1)],
  ])('%s begins with its first moment and ends with its last', (period, first, after) => {
    expect(spanOf(period, JANUARY)).toEqual({ from: first.getTime(), to: after.getTime() - 1 });
  });

  it.each<Period>(['all', 'days'])('%s leaves both sides open', period => {
    expect(spanOf(period, JANUARY)).toEqual({ from: null, to: null });
  });
});
