import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { AgreementState, AgreementView } from '../../../lib/messages/views/agreements.ts';
import type { Tone } from '../../../lib/messages/views/tone.ts';
import { Countdown } from './Countdown.tsx';
import { stateNow } from './list.ts';

export const STATE_LOOKS: Record<AgreementState, { tone: Tone; icon: IconName }> = {
  registering: { tone: 'busy', icon: 'clock' },
  active: { tone: 'waiting', icon: 'link' },
  expired: { tone: 'warning', icon: 'clock' },
  ambiguous: { tone: 'warning', icon: 'alert' },
  fetched: { tone: 'done', icon: 'archive' },
  failed: { tone: 'error', icon: 'alert' },
};

/** One agreement in the list: its name, its state, and how long its link still works. */
export function AgreementLine({ agreement, current }: { agreement: AgreementView; current: boolean }) {
  const { t } = useTranslator();
  const state = stateNow(agreement, Date.now());
  const look = STATE_LOOKS[state];
  return (
    <div class="agreement-line" data-tone={look.tone} data-current={current || undefined}>
      <span class="tone-text">
        <Icon name={look.icon} />
      </span>
      <span class="clip">
        <strong>{agreement.name || agreement.externalId}</strong>
        <span class="thing-note clip">
          {agreement.applicationLabel} · <span class="mono">{agreement.externalId}</span>
        </span>
      </span>
      <span class="agreement-when small">
        <span class="badge">{t(`desk.agreements.state.${state}`)}</span>
        {state === 'active' && agreement.until !== null && <Countdown until={agreement.until} />}
      </span>
    </div>
  );
}
