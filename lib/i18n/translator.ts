import { createFormats, type Formats } from './formats.ts';
import type { Language } from './languages.ts';
import type { Dictionary, MessageKey, PluralForms } from './messages.ts';

export type Parameters = Readonly<Record<string, string | number>>;

export interface Translator extends Formats {
  readonly language: Language;
  /** The text for a key; `{name}` is replaced by the parameter, plural forms are chosen by the parameter `n`. */
  t(key: MessageKey, parameters?: Parameters): string;
  /** For keys composed at run time (`error.<code>.title`): null when the dictionary has no such key. */
  find(key: string, parameters?: Parameters): string | null;
}

/**
 * Texts of one language. `dictionary` is what `locales/<language>/*.json` became; `fallback` (English) answers for a
 * key that a language lacks, so that a gap is readable rather than empty.
 */
export function createTranslator(
  language: Language,
  dictionary: Dictionary,
  fallback: Dictionary = {},
): Translator {
  // Made when a plural is first asked for: it takes 2 ms, and what is drawn first has none.
  let plurals: Intl.PluralRules | null = null;
  const pick = (forms: PluralForms, n: string | number | undefined): string => {
    plurals ??= new Intl.PluralRules(language);
    return (typeof n === 'number' ? forms[plurals.select(n)] : undefined) ?? forms.other;
  };
  const find = (key: string, parameters: Parameters = {}): string | null => {
    const entry = dictionary[key] ?? fallback[key];
    if (entry === undefined) return null;
    return fill(typeof entry === 'string' ? entry : pick(entry, parameters.n), parameters);
  };
  return { language, find, t: (key, parameters) => find(key, parameters) ?? key, ...createFormats(language) };
}

function fill(template: string, parameters: Parameters): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}
