import { afterPaint } from '../components/after-paint.ts';
import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { loadDictionary } from './dictionary.ts';
import { lastLanguage } from './last-language.ts';
import { rememberedTexts, rememberTexts } from './remembered-texts.ts';

/**
 * Texts for a page that is to be drawn at once: what it said when it was last open. All others of the language are read once
 * it is drawn, or when one of them is asked for; where they say something else, `drawAgain` is called.
 */
export async function loadFirstTexts(language: Language, drawAgain: () => void): Promise<Dictionary> {
  const known = rememberedTexts(language);
  const said = new Set<string>();
  let texts = known ?? (await loadDictionary(language));
  let isWhole = known === null;
  let reading: Promise<void> | null = null;

  const readAll = async () => {
    const whole = await loadDictionary(language);
    // A blank is drawn again even where there is no such text: something else stands for it then.
    const isSame = [...said].every(key => JSON.stringify(texts[key] ?? '') === JSON.stringify(whole[key]));
    isWhole = true;
    // Nothing at all: the files could not be read.
    if (Object.keys(whole).length > 0) texts = whole;
    if (!isSame) drawAgain();
  };
  const becomeWhole = async () => {
    if (!isWhole) await (reading ??= readAll());
  };
  const remember = () => {
    // What was erased meanwhile stays erased.
    if (!isWhole || lastLanguage() !== language) return;
    const keys = [...Object.keys(known ?? {}), ...said].filter(key => texts[key] !== undefined).sort();
    rememberTexts(language, Object.fromEntries(keys.map(key => [key, texts[key]])) as Dictionary);
  };

  addEventListener('pagehide', remember);
  return new Proxy<Dictionary>(texts, {
    get(_texts, key: string) {
      // The promise that hands this over looks for it.
      if (key === 'then') return undefined;
      if (said.size === 0) void afterPaint().then(becomeWhole).then(remember);
      said.add(key);
      if (isWhole || texts[key] !== undefined) return texts[key];
      void becomeWhole();
      // Nothing for a moment, rather than the key's name.
      return '';
    },
  });
}
