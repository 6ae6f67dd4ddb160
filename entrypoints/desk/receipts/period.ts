/** What people ask an archive for: a month, a year; or days of their own choice. */
export const PERIODS = ['all', 'this-month', 'last-month', 'this-year', 'days'] as const;
export type Period = (typeof PERIODS)[number];

/** Local days as epoch milliseconds, both inclusive; null: open to that side. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

/** The days of a period as of now; for `days` there are none until they are chosen. */
export function spanOf(period: Period, now: Date): Span {
  const [year, month] = [now.getFullYear(), now.getMonth()];
  switch (period) {
    case 'this-month':
      return between(new Date(year, month), new Date(year, month + 1));
    case 'last-month':
      return between(new Date(year, month - 1), new Date(year, month));
    case 'this-year':
      return between(new Date(year, 0), new Date(year + 1, 0));
    default:
      return { from: null, to: null };
  }
}

function between(first: Date, after: Date): Span {
  return { from: first.getTime(), to: after.getTime() - 1 };
}
