import type { Failure } from '../signing/failure.ts';
import { withHiddenShown } from '../signing/hidden-characters.ts';
import { wordWait } from './lengths.ts';
import type { Translator } from './translator.ts';
import { wordOnServer } from './word-server.ts';

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
  const words = failure.words && withHiddenShown(failure.words);
  return {
    title: known ?? translator.t('error.unexpected.title'),
    hint: [tries, hint, where && `${where}.`].filter(Boolean).join(' ') || null,
    words: known ? words : [failure.code, words].filter(Boolean).join(': '),
  };
}
