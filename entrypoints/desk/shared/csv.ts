/**
 * Where a spreadsheet would begin a formula: also after what separates cells on a computer of another country, past the
 * blanks and quotes that it skips.
 */
const FORMULA = /(^|[;,\t]|\r\n?|\n)(?=[\s"]*[=+\-@])|^(?=[\t\r])/g;

/**
 * Comma-separated values (RFC 4180), with a byte order mark so that spreadsheets read Cyrillic as UTF-8; texts are quoted.
 * What a spreadsheet would run as a formula gets an apostrophe in front: the texts come from other people's documents.
 */
export function toCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return `\ufeff${[header, ...rows].map(row => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  return `"${value.replace(FORMULA, "$1'").replaceAll('"', '""')}"`;
}
