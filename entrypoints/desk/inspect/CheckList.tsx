import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { CheckState, SignatureFinding } from '../../../lib/containers/report.ts';
import { checkWords, reasonWords } from './words.ts';

const LOOKS: Readonly<Record<CheckState, { readonly icon: IconName; readonly tone: string }>> = {
  holds: { icon: 'check', tone: 'done' },
  fails: { icon: 'close', tone: 'error' },
  unknown: { icon: 'alert', tone: 'warning' },
  absent: { icon: 'info', tone: 'idle' },
  'not-asked': { icon: 'info', tone: 'idle' },
};

/** What holds and what does not, one sentence each; the state is also said in words for those who do not see colours. */
export function CheckList({ signature }: { signature: SignatureFinding }) {
  const translator = useTranslator();
  return (
    <ul class="inspect-checks" aria-label={translator.t('inspect.checks')}>
      {signature.checks.map(check => {
        const reason = reasonWords(check, translator);
        return (
          <li
            key={check.id}
            data-tone={LOOKS[check.state].tone}
            data-check={check.id}
            data-state={check.state}
          >
            <Icon name={LOOKS[check.state].icon} />
            <span>
              <span class="unseen">{translator.t(`inspect.state.${check.state}`)}: </span>
              {checkWords(check, signature, translator)}
              {reason && <small>{reason}</small>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
