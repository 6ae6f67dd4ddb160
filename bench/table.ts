import { type Row, reached } from './row.ts';

const number = (value: number | null) =>
  value === null || Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(1);
const ratio = (value: number, of: number | null) => (of ? (value / of).toFixed(2) : '–');

const OF = { median: '', max: 'max ', 'ratio-to-floor': '/ floor ' };

/** The table as text: one line per measure. */
export function printTable(rows: readonly Row[]): string {
  const head = ['measure', 'median', 'min', 'max', 'n', '/ floor', '/ baseline', 'to reach', ''];
  const body = rows.map(row => [
    row.measure,
    `${number(row.median)} ${row.unit === 'count' || row.unit === 'ratio' ? '' : row.unit}`.trim(),
    number(row.min),
    number(row.max),
    String(row.runs),
    ratio(row.median, row.floor),
    ratio(row.median, row.baseline),
    row.target ? `${OF[row.target.of]}≤ ${row.target.atMost}` : '',
    { true: 'yes', false: 'NO', null: '' }[String(reached(row)) as 'true' | 'false' | 'null'],
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map(line => line[column]?.length ?? 0)));
  return [head, ...body]
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
