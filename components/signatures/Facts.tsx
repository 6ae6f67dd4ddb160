import type { Translator } from '../../lib/i18n/translator.ts';
import { wordServer } from '../../lib/i18n/word-server.ts';
import type { Fact } from '../../lib/signing/fact.ts';
import { useTranslator } from '../hooks/backend.tsx';

/** What a person should know before signing, as the signed bytes say it. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const translator = useTranslator();
  return (
    <dl class="facts">
      {facts.map(fact => (
        <FactRow key={`${fact.label} ${fact.value}`} fact={fact} translator={translator} />
      ))}
    </dl>
  );
}

function FactRow({ fact, translator }: { fact: Fact; translator: Translator }) {
  return (
    <>
      <dt>{factLabel(fact, translator)}</dt>
      <dd data-strong={fact.strong || undefined}>{factValue(fact, translator)}</dd>
    </>
  );
}

/** A raw field keeps its own name: nobody has said what it means. */
export function factLabel(fact: Fact, translator: Translator): string {
  return (fact.kind === 'raw' ? null : translator.find(`fact.${fact.label}`)) ?? fact.label;
}

export function factValue(fact: Fact, translator: Translator): string {
  switch (fact.kind) {
    case 'date':
      return translator.date(fact.value);
    case 'money':
      return `${translator.moneyText(fact.value)} ${translator.t('money.currency')}`;
    case 'amount':
      return translator.moneyText(fact.value);
    case 'doctype':
      return (
        translator.find(`doctype.${fact.value}`) ?? translator.t('doctype.unknown', { code: fact.value })
      );
    case 'server':
      return wordServer(fact.value, translator);
    default:
      return fact.value;
  }
}
