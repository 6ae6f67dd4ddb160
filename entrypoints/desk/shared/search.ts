/**
 * Text as people compare it when they search: case, accents of the keyboard, quotes and apostrophes do not count.
 * Uzbek names are typed with six different apostrophes (o‘, oʻ, o', o`, o’, o´), so none of them counts.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u0027\u0060\u00b4\u02b9\u02bb\u02bc\u02c8\u2018\u2019\u201b\u2032]/g, '')
    .replace(/[\u0022\u00ab\u00bb\u201c-\u201f]/g, '')
    .replaceAll('ё', 'е')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Every word of the query must occur somewhere in the (already searchable) text. */
export function matches(text: string, query: string): boolean {
  return searchable(query)
    .split(' ')
    .every(word => text.includes(word));
}
