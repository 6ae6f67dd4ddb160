import type { Dictionary } from './messages.ts';
import { uzbekLatin } from './uzbek-latin.ts';

/**
 * How dictionaries stand in the package: the keys once (`locales/keys.json`), and per language only the values in the
 * keys' order. A key leaves out the segments it shares with the one before it and has a dot for each of them:
 * `["card.title", "..from", ".ready"]` is card.title, card.title.from, card.ready.
 */
export function packKeys(keys: readonly string[]): string[] {
  let before: readonly string[] = [];
  return keys.map(key => {
    const segments = key.split('.');
    let shared = 0;
    while (shared < segments.length - 1 && segments[shared] === before[shared]) shared += 1;
    before = segments;
    return '.'.repeat(shared) + segments.slice(shared).join('.');
  });
}

export function unpackKeys(packed: readonly string[]): string[] {
  let before: readonly string[] = [];
  return packed.map(short => {
    const rest = short.replace(/^\.+/, '');
    before = [...before.slice(0, short.length - rest.length), ...rest.split('.')];
    return before.join('.');
  });
}

/** "Like the Cyrillic text, in Latin letters": most of Uzbek Latin need not be shipped (uzbek-latin.ts). */
const IN_LATIN = 0;

/** A language's values in the keys' order; null where it lacks one, so that English answers (createTranslator). */
export type PackedValues = readonly (Dictionary[string] | null | typeof IN_LATIN)[];

/** `cyrillic` is given for Uzbek Latin only: texts that follow from it by rule become `IN_LATIN`, all others stay. */
export function packValues(
  keys: readonly string[],
  dictionary: Dictionary,
  cyrillic: Dictionary = {},
): PackedValues {
  return keys.map(key => {
    const text = dictionary[key];
    const other = cyrillic[key];
    if (text === undefined) return null;
    return other && JSON.stringify(inLatin(other)) === JSON.stringify(text) ? IN_LATIN : text;
  });
}

/** `cyrillic`: the packed Uzbek Cyrillic values, for Uzbek Latin only. */
export function unpackDictionary(
  packedKeys: readonly string[],
  values: PackedValues,
  cyrillic: PackedValues = [],
): Dictionary {
  const dictionary: Record<string, Dictionary[string]> = {};
  for (const [index, key] of unpackKeys(packedKeys).entries()) {
    const value = values[index];
    const other = cyrillic[index];
    if (value) dictionary[key] = value;
    else if (value === IN_LATIN && other) dictionary[key] = inLatin(other);
  }
  return dictionary;
}

function inLatin(text: Dictionary[string]): Dictionary[string] {
  if (typeof text === 'string') return uzbekLatin(text);
  const forms = Object.entries(text).map(([form, words]) => [form, uzbekLatin(words)]);
  return Object.fromEntries(forms);
}
