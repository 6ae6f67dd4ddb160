import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { Switch } from '../../../components/base/Switch.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { AgreementsView } from '../../../lib/messages/views/agreements.ts';

export interface Terms {
  readonly applicationId: string;
  readonly removeOnCompleted: boolean;
  readonly returnUrl: string;
  readonly expectedSignatures: number;
  /** Seconds. */
  readonly lifetime: number;
}

/** The service's own defaults (eUgoda's demo page), except that nothing is deleted unless asked for. */
export const DEFAULT_TERMS: Terms = {
  applicationId: '',
  removeOnCompleted: false,
  returnUrl: '',
  expectedSignatures: 1,
  lifetime: 7200,
};

const LIFETIMES = [3600, 7200, 21_600, 86_400, 259_200, 604_800] as const;

export interface MoreOptionsProps {
  view: AgreementsView;
  terms: Terms;
  onChange: (terms: Terms) => void;
}

/** What every registration is sent with: whose it is, what happens after signing, and the rest under "More". */
export function MoreOptions({ view, terms, onChange }: MoreOptionsProps) {
  const { t } = useTranslator();
  const change = (part: Partial<Terms>) => onChange({ ...terms, ...part });
  const usable = usableApplications(view);
  return (
    <>
      {usable.length > 1 && (
        <Select
          label={t('desk.agreements.application')}
          value={terms.applicationId}
          onChange={applicationId => change({ applicationId })}
          options={usable.map(one => ({ value: one.id, label: one.label || one.id }))}
        />
      )}
      <Switch
        label={t('desk.agreements.remove')}
        hint={t('desk.agreements.remove.hint')}
        checked={terms.removeOnCompleted}
        onChange={removeOnCompleted => change({ removeOnCompleted })}
      />
      <Disclosure summary={t('desk.agreements.more')}>
        <div class="stack more-terms">
          <TextField
            label={t('desk.agreements.signatures')}
            hint={t('desk.agreements.signatures.hint')}
            type="number"
            inputMode="numeric"
            value={String(terms.expectedSignatures)}
            onInput={text =>
              change({ expectedSignatures: Math.max(1, Math.min(99, Math.trunc(Number(text)) || 1)) })
            }
          />
          <Select
            label={t('desk.agreements.lifetime')}
            value={String(terms.lifetime)}
            onChange={lifetime => change({ lifetime: Number(lifetime) })}
            options={LIFETIMES.map(seconds => ({
              value: String(seconds),
              label:
                seconds < 86_400
                  ? t('desk.hours', { n: seconds / 3600 })
                  : t('common.days', { n: seconds / 86_400 }),
            }))}
          />
          <TextField
            label={t('desk.agreements.return-url')}
            hint={t('desk.agreements.return-url.hint')}
            type="url"
            value={terms.returnUrl}
            onInput={returnUrl => change({ returnUrl })}
          />
        </div>
      </Disclosure>
    </>
  );
}

/** Applications whose secret can be used now. */
export function usableApplications(view: AgreementsView): AgreementsView['applications'] {
  return view.applications.filter(application => application.secret === 'open');
}
