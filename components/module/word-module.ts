import type { Translator } from '../../lib/i18n/translator.ts';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import type { Tone } from '../../lib/messages/views/tone.ts';

const DOING = {
  listing: 'module.listing',
  password: 'module.password',
  signing: 'module.signing',
  other: 'module.busy',
} as const;

/** The module in one line; when it cannot be used, by the title of the very failure. */
export function wordModule(module: ModuleView, translator: Translator): { tone: Tone; text: string } {
  const { t } = translator;
  switch (module.state) {
    case 'here': {
      const { version, doing, route } = module;
      if (doing !== null) return { tone: 'busy', text: t(DOING[doing.what], { version }) };
      return { tone: 'done', text: t(route === 'site' ? 'module.site' : 'module.here', { version }) };
    }
    case 'away':
      return { tone: 'error', text: wordFailure(module.error, translator).title };
    case 'looking':
      return { tone: 'idle', text: t('module.looking') };
    case 'unknown':
      return { tone: 'idle', text: t('module.unknown') };
  }
}
