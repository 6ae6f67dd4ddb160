import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';

const STORED = 'imzochi.popup-texts';

/** What the popup said when it was last open: at hand before any file of the package is read. Null when that was in another language. */
export function rememberedTexts(language: Language): Dictionary | null {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? 'null');
    return stored?.language === language ? ((stored.texts as Dictionary | undefined) ?? null) : null;
  } catch {
    return null;
  }
}

export function rememberTexts(language: Language, texts: Dictionary): void {
  const stored = JSON.stringify({ language, texts });
  if (stored === localStorage.getItem(STORED)) return;
  try {
    localStorage.setItem(STORED, stored);
  } catch {
    // No room for it: the next popup reads its texts from the package.
  }
}
