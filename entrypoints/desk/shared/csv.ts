import type { Language } from '../../../lib/i18n/languages.ts';

/**
 * Where a spreadsheet would begin a formula: also after what separates cells on a computer of another country, past the
 * blanks and quotes that it skips.
 */
const FORMULA = /(^|[;,\t]|\r\n?|\n)(?=[\s"]*[=+\-@])|^(?=[\t\r])/g;

/**
 * Where a number has a decimal comma, spreadsheets expect semicolons between cells, and show a line with commas as one cell.
 * They go by the computer's country, which a page does not know; its user's language is the best guess.
 */
const separatorOf = (language: Language): string => (language === 'en' ? ',' : ';');

/**
 * A table as text (RFC 4180, but for the separator), with a byte order mark so that spreadsheets read Cyrillic as UTF-8; texts
 * are quoted. What a spreadsheet would run as a formula gets an apostrophe in front: the texts come from other people's documents.
 */
export function toCsv(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  language: Language,
): string {
  const separator = separatorOf(language);
  return `\ufeff${[header, ...rows].map(row => row.map(cell).join(separator)).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  return `"${value.replace(FORMULA, "$1'").replaceAll('"', '""')}"`;
}
