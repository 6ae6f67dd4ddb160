/** Cyrillic (Russian and Uzbek) → the Latin letters that Uzbek spelling uses for them. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'а:a б:b в:v г:g д:d е:e ё:yo ж:j з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:x ц:ts ч:ch ш:sh ' +
    'щ:sh ъ: ы:i ь: э:e ю:yu я:ya ў:o қ:q ғ:g ҳ:h'
  )
    .split(' ')
    .map(pair => pair.split(':') as [string, string]),
);

/**
 * Lower case, without quotation marks and apostrophes: Uzbek names are typed with six different ones (o‘, oʻ, o', o`, o’,
 * o´), so none of them counts.
 */
export function bare(text: string): string {
  return text
    .replace(/['`\u00b4\u02b9\u02bb\u02bc\u02c8\u2018\u2019\u201b\u2032"«»\u201c-\u201f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * A text made comparable: bare, Latin, no diacritics; "kh" and "h" as "x", "zh" and "dj" as "j", "ye" as "e". Not a
 * transliteration for reading: both sides of a search go through it.
 */
export function foldForSearch(text: string): string {
  return bare(text)
    .replace(/[а-яёўқғҳ]/g, letter => LATIN[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/zh/g, 'j')
    .replace(/dj/g, 'j')
    .replace(/ye/g, 'e')
    .replace(/kh|h/g, 'x')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Russian writes ё as е, too; Uzbek reads it as "yo". */
const readings = (text: string) => (/ё/i.test(text) ? [text, text.replace(/ё/gi, 'е')] : [text]);

/** A text that `matches` searches in: in whichever alphabet it is written, it is found by the other. */
export function searchable(text: string): string {
  return readings(text.normalize('NFC')).map(foldForSearch).join(' ');
}

/** Every word of the query must occur somewhere in the (already searchable) text. */
export function matches(text: string, query: string): boolean {
  return bare(query)
    .split(' ')
    .every(word => readings(word).some(reading => text.includes(foldForSearch(reading))));
}
