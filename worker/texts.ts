import { resolveLanguage } from '../lib/i18n/languages.ts';
import { createTranslator, type Translator } from '../lib/i18n/translator.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import type { WorkerPlatform } from './platform.ts';

/** The user's language, as it is now; dictionaries are read once each. */
export function createTexts(platform: WorkerPlatform, settings: SettingsStore): () => Promise<Translator> {
  let current: Translator | null = null;
  return async () => {
    const language = resolveLanguage((await settings.get()).language, platform.preferredLanguages());
    if (current?.language !== language) {
      current = createTranslator(language, await platform.dictionary(language));
    }
    return current;
  };
}
