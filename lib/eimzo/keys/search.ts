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
 * A text made comparable: lower case, Latin, no diacritics, no apostrophes or quotation marks; "kh" and "h" as "x",
 * "zh" and "dj" as "j", "ye" as "e". Not a transliteration for reading: both sides of a search go through it.
 */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[а-яёўқғҳ]/g, letter => LATIN[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}'"`´ʻʼ‘’“”«»„]/gu, '')
    .replace(/zh/g, 'j')
    .replace(/dj/g, 'j')
    .replace(/ye/g, 'e')
    .replace(/kh|h/g, 'x')
    .replace(/\s+/g, ' ')
    .trim();
}
