import { browser } from 'wxt/browser';
import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';

const loaded = new Map<Language, Promise<Dictionary>>();

/** The texts of a language, from the package; read once per context. */
export function loadDictionary(language: Language): Promise<Dictionary> {
  const known = loaded.get(language);
  if (known) return known;
  const url = browser.runtime.getURL(
    `/locales/${language}.json` as Parameters<typeof browser.runtime.getURL>[0],
  );
  const loading = fetch(url).then(
    response => response.json() as Promise<Dictionary>,
    () => ({}) as Dictionary,
  );
  loaded.set(language, loading);
  return loading;
}

/** What the browser's own languages are, best first. */
export function preferredLanguages(): string[] {
  return [browser.i18n.getUILanguage(), ...navigator.languages];
}
