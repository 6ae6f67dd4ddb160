import { isFileKey, type Key } from './key.ts';

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
 * "zh" as "j". Not a transliteration for reading: both sides of a search go through it.
 */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[а-яёўқғҳ]/g, letter => LATIN[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}'"`´ʻʼ‘’“”«»„]/gu, '')
    .replace(/zh/g, 'j')
    .replace(/kh|h/g, 'x')
    .replace(/\s+/g, ' ')
    .trim();
}

function haystack(key: Key): string {
  const { kind } = key;
  if (!isFileKey(key)) return foldForSearch([kind, ...key.devices].join(' '));
  const { holder, organization, position, tin, pinfl, uid, serial, name } = key;
  const words = [
    holder.cn,
    holder.name,
    holder.surname,
    organization,
    position,
    tin,
    pinfl,
    uid,
    serial,
    name,
  ];
  return foldForSearch(words.join(' '));
}

/** The keys in which every word of the query occurs; an empty query finds all. The order stays. */
export function searchKeys<K extends Key>(keys: readonly K[], query: string): K[] {
  const words = foldForSearch(query).split(' ');
  return keys.filter(key => {
    const text = haystack(key);
    return words.every(word => text.includes(word));
  });
}
