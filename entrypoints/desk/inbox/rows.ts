import { bare, matches, searchable } from '../../../lib/i18n/search.ts';
import type { InboxRow } from '../../../lib/messages/views/inbox.ts';

export type SortBy = 'date' | 'sum' | 'partner';
export interface Sort {
  readonly by: SortBy;
  readonly down: boolean;
}

/** A row with what search and sort need. */
export interface IndexedRow {
  readonly id: string;
  readonly row: InboxRow;
  readonly text: string;
  readonly partner: string;
}

/** One document may lie in the lists of two of our companies, once as ours and once as theirs. */
export function rowId(row: { owner: string; documentId: string; outgoing: boolean }): string {
  return `${row.owner}/${row.outgoing ? 'out' : 'in'}/${row.documentId.toUpperCase()}`;
}

/**
 * `doctypeName` words the type's code, so that people can search for "invoice". A row's search text is made when
 * somebody first searches: opening a folder of thousands must not wait for it.
 */
export function indexRows(rows: readonly InboxRow[], doctypeName: (code: string) => string): IndexedRow[] {
  const partners = new Map<string, string>();
  return rows.map(row => {
    let text: string | null = null;
    let partner = partners.get(row.partner);
    if (partner === undefined) partners.set(row.partner, (partner = bare(row.partner).replaceAll('ё', 'е')));
    return {
      id: rowId(row),
      row,
      partner,
      get text() {
        return (text ??= searchText(row, doctypeName));
      },
    };
  });
}

function searchText(row: InboxRow, doctypeName: (code: string) => string): string {
  const { number, partner, partnerTin, sum, date, doctype, documentId } = row;
  return searchable(
    [number, partner, partnerTin, sum, date, doctypeName(doctype), documentId].filter(Boolean).join(' '),
  );
}

/** Filter, then sort; rows without the sorted value stand last in both directions. */
export function arrangeRows(
  rows: readonly IndexedRow[],
  filter: { readonly query: string; readonly owner: string | null; readonly doctype: string | null },
  sort: Sort,
): IndexedRow[] {
  // "1 250 000" is searched as a number when it is nothing but digits and spaces.
  const query = /^[\d\s\u00a0]+$/.test(filter.query) ? filter.query.replace(/\s/g, '') : filter.query;
  const kept = rows.filter(
    entry =>
      (filter.owner === null || entry.row.owner === filter.owner) &&
      (filter.doctype === null || entry.row.doctype === filter.doctype) &&
      (query === '' || matches(entry.text, query)),
  );
  const direction = sort.down ? -1 : 1;
  return kept.sort((a, b) => {
    const [x, y] = [sortValue(a, sort.by), sortValue(b, sort.by)];
    if (x === y) return a.id < b.id ? -1 : 1;
    if (x === null) return 1;
    if (y === null) return -1;
    return (x < y ? -1 : 1) * direction;
  });
}

function sortValue({ row, partner }: IndexedRow, by: SortBy): string | number | null {
  if (by === 'sum') return row.sum;
  if (by === 'date') return row.date;
  return partner || null;
}

export function doctypesOf(rows: readonly InboxRow[]): string[] {
  return [...new Set(rows.map(row => row.doctype))].sort();
}
