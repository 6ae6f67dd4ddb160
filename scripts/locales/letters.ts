import type { Dictionary } from '../../lib/i18n/messages.ts';

interface Alphabet {
  /** What may not stand in a text of the language, and why. */
  readonly wrong: readonly { readonly pattern: RegExp; readonly because: string }[];
  /** Technical words that may. */
  readonly except?: RegExp;
}

const LATIN_IN_CYRILLIC = {
  pattern: /\p{Script=Cyrillic}[A-Za-z]|[A-Za-z]\p{Script=Cyrillic}/u,
  because: 'Latin and Cyrillic letters within one word',
};

/** What stands on E-IMZO's own buttons, quoted as it stands there. */
const OWN_WORDS = /Режим разработчика|Установить сертификат/g;

/**
 * Letters that betray a wrong keyboard, a wrong alphabet or a slip. Uzbek Latin writes oʻ and gʻ with U+02BB and the
 * glottal stop with U+02BC, never with an apostrophe or a quotation mark; Uzbek Cyrillic has ў қ ғ ҳ and neither щ nor ы.
 */
const ALPHABETS: Readonly<Record<string, Alphabet>> = {
  en: {
    wrong: [{ pattern: /\p{Script=Cyrillic}/u, because: 'Cyrillic letters' }],
    except: OWN_WORDS,
  },
  ru: {
    wrong: [LATIN_IN_CYRILLIC, { pattern: /[іїєґўқғҳІЇЄҐЎҚҒҲ]/u, because: 'letters that Russian has not' }],
  },
  uk: {
    wrong: [
      LATIN_IN_CYRILLIC,
      { pattern: /[ыэъёЫЭЪЁ]/u, because: 'letters that Ukrainian has not' },
      { pattern: /['’]/u, because: 'an apostrophe other than ʼ (U+02BC)' },
    ],
    except: OWN_WORDS,
  },
  'uz-Latn': {
    wrong: [
      { pattern: /\p{Script=Cyrillic}/u, because: 'Cyrillic letters' },
      { pattern: /['’‘`´]/u, because: 'an apostrophe other than ʻ (U+02BB) and ʼ (U+02BC)' },
      { pattern: /(?<![oOgG])ʻ/u, because: 'ʻ after another letter than o and g' },
    ],
    except: OWN_WORDS,
  },
  'uz-Cyrl': {
    wrong: [
      LATIN_IN_CYRILLIC,
      { pattern: /[щыЩЫіїєґІЇЄҐ]/u, because: 'letters that Uzbek has not' },
      { pattern: /['’‘ʻʼ]/u, because: 'an apostrophe' },
    ],
    except: OWN_WORDS,
  },
};

/** Texts with letters that the language does not have; empty when all is well. */
export function alphabetComplaints(language: string, dictionary: Dictionary): string[] {
  const alphabet = ALPHABETS[language];
  if (!alphabet) return [];
  return Object.entries(dictionary).flatMap(([key, entry]) =>
    (typeof entry === 'string' ? [entry] : Object.values(entry)).flatMap(text => {
      const plain = text.replace(/\{\w+\}/g, ' ').replace(alphabet.except ?? /$^/g, ' ');
      return alphabet.wrong
        .filter(({ pattern }) => pattern.test(plain))
        .map(({ because }) => `${because}: ${key}`);
    }),
  );
}
