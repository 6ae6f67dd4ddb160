import type { Language } from './languages.ts';

/** The files of `locales/`, without `.json`, that a language is unpacked from (packed.ts): keys, values, for Uzbek Latin the Cyrillic. */
export function textFiles(language: Language): string[] {
  return ['keys', language, ...(language === 'uz-Latn' ? ['uz-Cyrl'] : [])];
}
