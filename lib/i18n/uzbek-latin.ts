/** Letters whose Latin spelling depends on nothing around them; the others are in `spell`. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['аa', 'бb', 'вv', 'гg', 'дd', 'жj', 'зz', 'иi', 'йy', 'кk', 'лl', 'мm', 'нn', 'оo', 'пp', 'рr', 'сs'],
    ...['тt', 'уu', 'фf', 'хx', 'эe', 'қq', 'ёyo', 'чch', 'шsh', 'юyu', 'яya', 'ўoʻ', 'ғgʻ', 'ь'],
  ].map(pair => [pair.charAt(0), pair.slice(1)]),
);
const VOWELS = 'аеёиоуўэюя';

/**
 * An Uzbek text in Cyrillic, spelled in the official Latin alphabet (oʻ and gʻ with U+02BB, the glottal stop U+02BC).
 * This direction follows rules; the other would need a dictionary (e or э, s or ц). What is Latin already stays.
 */
export function uzbekLatin(cyrillic: string): string {
  // Nearly every letter is a plain small one: answered first, because a dictionary is spelled while somebody waits.
  return cyrillic.replace(
    /[\u0400-\u04ff]/g,
    (letter, at: number) => LETTERS[letter] ?? spellAt(cyrillic, at),
  );
}

function spellAt(text: string, at: number): string {
  const letter = text.charAt(at);
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 1);
  const latin = spell(letter.toLowerCase(), before.toLowerCase(), after.toLowerCase());
  if (!isCapital(letter)) return latin;
  return isCapital(before) || isCapital(after)
    ? latin.toUpperCase()
    : latin.charAt(0).toUpperCase() + latin.slice(1);
}

function spell(letter: string, before: string, after: string): string {
  const afterVowel = before !== '' && VOWELS.includes(before);
  switch (letter) {
    case 'е':
      return afterVowel || before === 'ъ' || before === 'ь' || !/\p{L}/u.test(before) ? 'ye' : 'e';
    case 'ц':
      return afterVowel ? 'ts' : 's';
    case 'ъ':
      // Between a consonant and ye, yo, yu, ya it is mute: объект, obyekt.
      return 'еёюя'.includes(after || ' ') ? '' : 'ʼ';
    case 'ҳ':
      // Not to be read as sh: Исҳоқ, Isʼhoq.
      return before === 'с' ? 'ʼh' : 'h';
    default:
      return LETTERS[letter] ?? letter;
  }
}

function isCapital(letter: string): boolean {
  return letter !== letter.toLowerCase();
}
