import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useSettings } from '../use-settings.ts';
import { useVault } from '../use-vault.ts';
import { ForgetDialog } from './ForgetDialog.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { Unlock } from './Unlock.tsx';

const MINUTES = [5, 15, 30, 60, 240, 480];

/** Where secrets live: this session only, or under a passphrase; open or locked. */
export function Secrets() {
  const { t } = useTranslator();
  const { state, act } = useVault();
  const { settings, isManaged, save } = useSettings();
  const [dialog, setDialog] = useState<'passphrase' | 'forget' | null>(null);
  const sealed = state.mode === 'passphrase';
  const minutes = [...new Set([...MINUTES, settings.lockAfterMinutes])].sort((a, b) => a - b);
  const close = () => setDialog(null);
  return (
    <div class="stack">
      <p class="muted small">{t('options.secrets.intro')}</p>
      {state.state === 'locked' ? (
        <Unlock />
      ) : (
        <p>{t(sealed ? 'options.secrets.open' : 'options.secrets.session')}</p>
      )}
      {sealed && (
        <Select
          label={t('options.secrets.lockAfter')}
          value={String(settings.lockAfterMinutes)}
          hint={isManaged('lockAfterMinutes') ? t('options.managed') : undefined}
          disabled={isManaged('lockAfterMinutes')}
          options={minutes.map(n => ({ value: String(n), label: t('options.secrets.minutes', { n }) }))}
          onChange={value => void save({ lockAfterMinutes: Number(value) })}
        />
      )}
      <div class="row">
        {sealed && state.state === 'open' && (
          <Button icon="lock" onClick={() => void act.run(vault => vault.lock())}>
            {t('options.secrets.lock')}
          </Button>
        )}
        {state.state !== 'locked' && (
          <Button onClick={() => setDialog('passphrase')}>
            {t(sealed ? 'options.secrets.change' : 'options.secrets.keep')}
          </Button>
        )}
        {state.state !== 'empty' && (
          <Button look="danger" onClick={() => setDialog('forget')}>
            {t('options.secrets.forget')}
          </Button>
        )}
      </div>
      <PassphraseDialog open={dialog === 'passphrase'} change={sealed} onClose={close} />
      <ForgetDialog open={dialog === 'forget'} onClose={close} />
    </div>
  );
}
