/** The languages Imzochi speaks, by BCP 47 tag. `auto` follows the browser. */
export const LANGUAGES = ['en', 'ru', 'uk', 'uz-Latn', 'uz-Cyrl'] as const;
export type Language = (typeof LANGUAGES)[number];
export type LanguageSetting = Language | 'auto';

/** Each language in its own words, for the switcher. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  ru: 'Русский',
  uk: 'Українська',
  'uz-Latn': 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
};

/**
 * The language to speak, from the setting and the browser's own preference list (`ru-RU`, `uz`, `uz-Cyrl-UZ`).
 * `uz` without a script is Latin, the official alphabet. Anything unknown falls back to English.
 */
export function resolveLanguage(setting: LanguageSetting, preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    const lower = tag.toLowerCase();
    if (lower.startsWith('uz')) return lower.includes('cyrl') ? 'uz-Cyrl' : 'uz-Latn';
    const base = lower.split('-')[0];
    const match = LANGUAGES.find(language => language === base);
    if (match) return match;
  }
  return 'en';
}
