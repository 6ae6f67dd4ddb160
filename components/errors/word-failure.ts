import { wordWait } from '../../lib/i18n/lengths.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import { wordOnServer } from '../../lib/i18n/word-server.ts';
import type { Failure } from '../../lib/signing/failure.ts';

export interface WordedFailure {
  readonly title: string;
  readonly hint: string | null;
  readonly words: string | null;
}

/** A failure as sentences; a code the dictionary does not know is `unexpected`, its code kept among the words. */
export function wordFailure(failure: Failure, translator: Translator): WordedFailure {
  const known = translator.find(`error.${failure.code}.title`, failure.data);
  const code = known ? failure.code : 'unexpected';
  const hint = wordWait(failure.data, translator) ?? translator.find(`error.${code}.hint`, failure.data);
  const n = failure.data.triesLeft;
  const tries = typeof n === 'number' ? translator.find(`error.${code}.tries`, { n }) : null;
  const where = wordOnServer(failure.data.server, translator);
  return {
    title: known ?? translator.t('error.unexpected.title'),
    hint: [tries, hint, where && `${where}.`].filter(Boolean).join(' ') || null,
    words: known ? failure.words : [failure.code, failure.words].filter(Boolean).join(': '),
  };
}
