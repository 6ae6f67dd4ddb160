import { wordWait } from '../lib/i18n/lengths.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import { wordOnServer, wordServer } from '../lib/i18n/word-server.ts';
import type { Fact } from '../lib/signing/fact.ts';
import type { Failure } from '../lib/signing/failure.ts';

/** A failure in the user's language: what happened, and what to do. The other side's own words stay beside it. */
export function wordFailure(reason: Failure, texts: Translator): { title: string; hint: string | null } {
  const title = texts.find(`error.${reason.code}.title`, reason.data);
  if (title === null)
    return { title: texts.t('error.unexpected.title'), hint: texts.t('error.unexpected.hint') };
  const hint = wordWait(reason.data, texts) ?? texts.find(`error.${reason.code}.hint`, reason.data);
  const n = reason.data.triesLeft;
  const tries = typeof n === 'number' ? texts.find(`error.${reason.code}.tries`, { n }) : null;
  const where = wordOnServer(reason.data.server, texts);
  return { title, hint: [tries, hint, where && `${where}.`].filter(Boolean).join(' ') || null };
}

/** A fact ready to print. A raw field keeps its own name. */
export function wordFact(fact: Fact, texts: Translator): { label: string; value: string; strong: boolean } {
  return {
    // Or a field of the document could pass for a word of ours.
    label: (fact.kind === 'raw' ? null : texts.find(`fact.${fact.label}`)) ?? fact.label,
    value: wordValue(fact, texts),
    strong: fact.strong,
  };
}

function wordValue(fact: Fact, texts: Translator): string {
  switch (fact.kind) {
    case 'date':
      return texts.date(fact.value);
    case 'money':
      return `${texts.moneyText(fact.value)} ${texts.t('money.currency')}`;
    case 'amount':
      return texts.moneyText(fact.value);
    case 'doctype':
      return texts.find(`doctype.${fact.value}`) ?? texts.t('doctype.unknown', { code: fact.value });
    case 'server':
      return wordServer(fact.value, texts);
    default:
      return fact.value;
  }
}
