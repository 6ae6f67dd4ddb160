import { browser } from 'wxt/browser';
import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { type PackedValues, unpackDictionary } from '../lib/i18n/packed.ts';

const loaded = new Map<Language, Promise<Dictionary>>();
let keys: Promise<readonly string[]> | null = null;

/** The texts of a language, from the package; read once per context. */
export function loadDictionary(language: Language): Promise<Dictionary> {
  const known = loaded.get(language);
  if (known) return known;
  keys ??= read<readonly string[]>('keys');
  const cyrillic = language === 'uz-Latn' ? read<PackedValues>('uz-Cyrl') : undefined;
  const loading = Promise.all([keys, read<PackedValues>(language), cyrillic]).then(
    unpacked => unpackDictionary(...unpacked),
    () => ({}),
  );
  loaded.set(language, loading);
  return loading;
}

async function read<T>(name: string): Promise<T> {
  const url = browser.runtime.getURL(`/locales/${name}.json` as Parameters<typeof browser.runtime.getURL>[0]);
  return (await (await fetch(url)).json()) as T;
}

/** What the browser's own languages are, best first. */
export function preferredLanguages(): string[] {
  return [browser.i18n.getUILanguage(), ...navigator.languages];
}
