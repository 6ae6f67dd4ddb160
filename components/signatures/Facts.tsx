import type { Translator } from '../../lib/i18n/translator.ts';
import { factLabel, factValue } from '../../lib/i18n/word-fact.ts';
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
