import { LANGUAGES, type Language } from '../lib/i18n/languages.ts';

const STORED = 'imzochi.language';

/**
 * The language that a page of the extension spoke last; null when none has yet. Known at once, where reading the settings
 * takes a few ms; whoever relies on it compares afterwards (components/follow-language.ts).
 */
export function lastLanguage(): Language | null {
  const stored = localStorage.getItem(STORED);
  return LANGUAGES.find(language => language === stored) ?? null;
}

export function rememberLanguage(language: Language): void {
  if (lastLanguage() !== language) localStorage.setItem(STORED, language);
}
