import type { Dictionary, PluralForms } from '../../lib/i18n/messages.ts';

export interface Rules {
  /** Keys whose text may be the same as in English, by exact name, or by prefix with a dot or asterisk at its end. */
  readonly sameAsEnglish: readonly string[];
  /** Words that are the same in every language; a text made of nothing else is no forgotten translation. */
  readonly names: readonly string[];
}

/** The plural forms a language needs for whole numbers, and `other`, which every object carries. */
export function formsOf(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  const forms = new Set<string>(['other']);
  for (let n = 0; n <= 200; n += 1) forms.add(rules.select(n));
  return [...forms].sort();
}

/**
 * What is wrong with one file of one language, compared with the English one; empty when all is well.
 * `language` is a BCP 47 tag. For English itself pass the same dictionary twice.
 */
export function compareDictionaries(
  language: string,
  english: Dictionary,
  other: Dictionary,
  rules: Rules,
): string[] {
  const complaints: string[] = [];
  for (const key of Object.keys(english)) {
    if (!(key in other)) complaints.push(`missing: ${key}`);
  }
  for (const [key, entry] of Object.entries(other)) {
    const source = english[key];
    if (source === undefined) complaints.push(`left over: ${key}`);
    else complaints.push(...compareEntry(key, source, entry, language, rules));
  }
  return complaints;
}

function compareEntry(
  key: string,
  source: string | PluralForms,
  entry: string | PluralForms,
  language: string,
  rules: Rules,
): string[] {
  if ((typeof source === 'string') !== (typeof entry === 'string'))
    return [
      typeof source === 'string' ? `plural forms, English has none: ${key}` : `no plural forms: ${key}`,
    ];
  const complaints: string[] = [];
  const expected = placeholdersOf(source);
  const forms = textsOf(entry);
  if (typeof entry !== 'string') {
    const has = Object.keys(entry).sort().join(' ');
    const needs = formsOf(language).join(' ');
    if (has !== needs) complaints.push(`has the forms ${has}, needs ${needs}: ${key}`);
  }
  for (const [form, text] of forms) {
    const name = form === '' ? key : `${key} (${form})`;
    if (typeof text !== 'string') complaints.push(`is no text: ${name}`);
    else if (text.trim() === '') complaints.push(`empty: ${name}`);
    else {
      if (text !== text.trim()) complaints.push(`space at an end: ${name}`);
      if (/ {2}/.test(text)) complaints.push(`two spaces: ${name}`);
      complaints.push(...comparePlaceholders(name, expected, placeholdersOf(text), form));
    }
  }
  if (language !== 'en' && isUntranslated(key, source, entry, rules))
    complaints.push(`the same as in English: ${key}`);
  return complaints;
}

/** The form for one may leave the number out ("one document"); for `one` of ru and uk, which is 21 too, it may not. */
function comparePlaceholders(
  name: string,
  expected: ReadonlySet<string>,
  found: ReadonlySet<string>,
  form: string,
): string[] {
  const complaints: string[] = [];
  for (const placeholder of expected) {
    const mayBeLeftOut = form !== '' && placeholder === 'n';
    if (!found.has(placeholder) && !mayBeLeftOut)
      complaints.push(`lacks the placeholder {${placeholder}}: ${name}`);
  }
  for (const placeholder of found) {
    if (!expected.has(placeholder)) complaints.push(`strange placeholder {${placeholder}}: ${name}`);
  }
  return complaints;
}

function isUntranslated(
  key: string,
  source: string | PluralForms,
  entry: string | PluralForms,
  rules: Rules,
): boolean {
  if (allowed(key, rules.sameAsEnglish)) return false;
  const english = new Set(textsOf(source).map(([, text]) => text));
  return textsOf(entry).some(([, text]) => english.has(text) && hasWords(text, rules.names));
}

/** Whether anything is left to translate once placeholders, names and marks are taken away. */
function hasWords(text: string, names: readonly string[]): boolean {
  let rest = text.replace(/\{\w+\}/g, ' ');
  for (const name of names) rest = rest.replaceAll(name, ' ');
  return /\p{L}{2}/u.test(rest);
}

function allowed(key: string, list: readonly string[]): boolean {
  return list.some(one => (one.endsWith('*') ? key.startsWith(one.slice(0, -1)) : key === one));
}

function textsOf(entry: string | PluralForms): [form: string, text: string][] {
  return typeof entry === 'string' ? [['', entry]] : Object.entries(entry);
}

function placeholdersOf(entry: string | PluralForms): Set<string> {
  const found = new Set<string>();
  for (const [, text] of textsOf(entry)) {
    for (const match of String(text).matchAll(/\{(\w+)\}/g)) found.add(match[1] ?? '');
  }
  return found;
}
