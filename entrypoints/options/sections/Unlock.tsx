import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useVault } from '../use-vault.ts';

/** The locked state, and its way out. */
export function Unlock() {
  const { t } = useTranslator();
  const { act } = useVault();
  const [passphrase, setPassphrase] = useState('');
  const unlock = async (event: Event) => {
    event.preventDefault();
    await act.run(vault => vault.unlock(passphrase));
    setPassphrase('');
  };
  return (
    <form class="stack" onSubmit={event => void unlock(event)}>
      <Notice tone="warning" title={t('options.secrets.locked')} hint={t('options.secrets.locked.hint')} />
      <TextField
        label={t('options.secrets.passphrase')}
        type="password"
        autocomplete="current-password"
        value={passphrase}
        onInput={setPassphrase}
      />
      <div class="row">
        <Button type="submit" look="primary" busy={act.busy} disabled={!passphrase}>
          {t('options.secrets.unlock')}
        </Button>
      </div>
    </form>
  );
}
