import type { Translator } from '../../../lib/i18n/translator.ts';
import { wordServer } from '../../../lib/i18n/word-server.ts';
import type { HealthLink } from '../../../lib/messages/views/health.ts';

/**
 * The texts of one link: the sentence `health.<id>.<verdict>` (filled with the link's data), and what to do,
 * `health.<id>.<verdict>.hint`. A verdict that is an error code has the words of that error; anything else is said by
 * the state alone, so that a newer worker never leaves a gap on this page. A link that is about one of Didox's servers
 * names it: it is the one that the options name, and a card may have led here from the site of another.
 */
export function wordLink(
  link: HealthLink,
  translator: Translator,
): { readonly title: string; readonly sentence: string; readonly advice: string | null } {
  const { t, find } = translator;
  const { server } = link.data;
  const key = `health.${link.id}.${link.verdict}`;
  const error = `error.${link.verdict}`;
  return {
    title: [t(`health.${link.id}`), typeof server === 'string' && wordServer(server, translator)]
      .filter(Boolean)
      .join(': '),
    sentence:
      find(key, link.data) ?? find(`${error}.title`, link.data) ?? t(`desk.health.state.${link.state}`),
    advice: find(`${key}.hint`, link.data) ?? find(`${error}.hint`, link.data),
  };
}
