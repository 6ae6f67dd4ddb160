import { withHiddenShown } from '../signing/hidden-characters.ts';
import type { Translator } from './translator.ts';

interface Titled {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** What a document is called: its type and number, in the language of today; anything else by the title it was given. */
export function wordTitle({ title: given, facts }: Titled, texts: Translator): string {
  // Somebody else's, mostly: a document's, a page's, a file's name.
  const title = withHiddenShown(given);
  const value = (label: string) => facts.find(fact => fact.label === label)?.value;
  const doctype = value('doctype');
  if (doctype === undefined) return title;
  const type = wordDoctype(doctype, texts);
  const number = value('number');
  return number ? texts.t('card.title', { type, number }) : title || texts.t('card.title.noNumber', { type });
}

export function wordDoctype(code: string, { find, t }: Translator): string {
  return find(`doctype.${code}`) ?? t('doctype.unknown', { code });
}
