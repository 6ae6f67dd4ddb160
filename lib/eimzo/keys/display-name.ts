/** Legal forms that are written in capitals (Uzbek and Russian). */
const FORMS = new Set(
  'mchj ooo ооо oao оао zao зао ao ао aj аж xk хк qk қк yatt яттх uk dm du ok чп ип хк мчж мчжж'.split(' '),
);
/** Words that stay small inside a name: "son of", "daughter of". */
const SMALL = /^(o['`ʻʼ‘’]?g['`ʻʼ‘’]?li|ug['`ʻʼ‘’]?li|qizi|kizi|оглы|ўғли|угли|қизи|кизи)$/;

/**
 * A name for people's eyes. Aliases are all lower case, so words get capitals; a name that has any capital is somebody's
 * own spelling and stays as it is. For showing only, never for sending back.
 */
export function displayName(text: string): string {
  const tidy = text.replace(/\s+/g, ' ').trim();
  if (tidy !== tidy.toLowerCase()) return tidy;
  return tidy
    .split(' ')
    .map((word, index) => {
      const bare = word.replace(/^["'«“(]+|["'»”),.]+$/g, '');
      if (FORMS.has(bare)) return word.toUpperCase();
      if (index > 0 && SMALL.test(bare)) return word;
      return word.replace(
        /(^|[-"«“(.])(\p{Ll})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      );
    })
    .join(' ');
}
