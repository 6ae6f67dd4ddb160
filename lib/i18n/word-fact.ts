import type { Fact } from '../signing/fact.ts';
import type { Translator } from './translator.ts';
import { wordServer } from './word-server.ts';
import { wordDoctype } from './word-title.ts';

/**
 * A raw field keeps its own name, in quotation marks: nobody has said what it means, and it must not pass for a word of ours,
 * however it is spelled.
 */
export function factLabel({ kind, label }: Fact, { find }: Translator): string {
  return kind === 'raw' ? `“${label}”` : (find(`fact.${label}`) ?? label);
}

export function factValue({ kind, value }: Fact, texts: Translator): string {
  switch (kind) {
    case 'date':
      return texts.date(value);
    case 'money':
      return `${texts.moneyText(value)} ${texts.t('money.currency')}`;
    case 'amount':
      return texts.moneyText(value);
    case 'doctype':
      return wordDoctype(value, texts);
    case 'server':
      return wordServer(value, texts);
    default:
      return value;
  }
}
