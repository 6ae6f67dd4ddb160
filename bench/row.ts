/** One line of the table: what was measured, against what. Times in milliseconds. */
export interface Row {
  readonly measure: string;
  readonly unit: 'ms' | 'count' | 'kB' | 'ratio';
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The least it could take: the same bare hops, measured in the same run. */
  readonly floor: number | null;
  /** What page integrations built on the vendor's client take, measured in the same run. */
  readonly baseline: number | null;
  /** What is to be reached, and what of the above it is about. `max`: not even one of the runs may be above. */
  readonly target: { readonly of: 'median' | 'max' | 'ratio-to-floor'; readonly atMost: number } | null;
}

export function summarize(
  measure: string,
  values: readonly number[],
  rest: Partial<Pick<Row, 'unit' | 'floor' | 'baseline' | 'target'>> = {},
): Row {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    measure,
    unit: rest.unit ?? 'ms',
    runs: values.length,
    median: medianOf(sorted),
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
    floor: rest.floor ?? null,
    baseline: rest.baseline ?? null,
    target: rest.target ?? null,
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** null: nothing was promised about it. */
export function reached({ target, median, max, floor }: Row): boolean | null {
  if (!target) return null;
  const value = { median, max, 'ratio-to-floor': floor ? median / floor : Number.NaN }[target.of];
  return value <= target.atMost;
}
