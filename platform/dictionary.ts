import { browser } from 'wxt/browser';
import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { type PackedValues, unpackDictionary } from '../lib/i18n/packed.ts';
import { textFiles } from '../lib/i18n/text-files.ts';
import { takeText } from './head-start.ts';

const loaded = new Map<Language, Promise<Dictionary>>();
const files = new Map<string, Promise<unknown>>();

/** The texts of a language, from the package; read once per context. English stands where it lacks one. */
export function loadDictionary(language: Language): Promise<Dictionary> {
  const known = loaded.get(language);
  if (known) return known;
  const loading = load(language);
  loaded.set(language, loading);
  return loading;
}

async function load(language: Language): Promise<Dictionary> {
  const [dictionary, isWhole] = await unpack(language).catch(() => [{}, false] as const);
  return isWhole || language === 'en' ? dictionary : { ...(await loadDictionary('en')), ...dictionary };
}

async function unpack(language: Language): Promise<[dictionary: Dictionary, isWhole: boolean]> {
  const [keys, values, cyrillic] = await Promise.all(textFiles(language).map(read));
  const packedKeys = keys as readonly string[];
  const dictionary = unpackDictionary(
    packedKeys,
    values as PackedValues,
    cyrillic as PackedValues | undefined,
  );
  return [dictionary, Object.keys(dictionary).length === packedKeys.length];
}

function read(name: string): Promise<unknown> {
  const known = files.get(name);
  if (known) return known;
  const reading = takeText(name) ?? fetchText(name);
  files.set(name, reading);
  // A failure is told once, and not remembered.
  reading.catch(() => files.delete(name));
  return reading;
}

async function fetchText(name: string): Promise<unknown> {
  const url = browser.runtime.getURL(`/locales/${name}.json` as Parameters<typeof browser.runtime.getURL>[0]);
  return (await fetch(url)).json();
}

/** What the browser's own languages are, best first. */
export function preferredLanguages(): string[] {
  return [browser.i18n.getUILanguage(), ...navigator.languages];
}
