import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { AgreementsView } from '../../../lib/messages/views/agreements.ts';

/** What stands between the user and eUgoda: no application yet, a secret that is missing, or a locked vault. */
export function VaultGate({ view }: { view: AgreementsView }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const options = (
    <Button icon="settings" onClick={() => backend.openOptions()}>
      {t('common.openOptions')}
    </Button>
  );
  if (view.vault === 'locked') return <Unlock />;
  if (view.applications.length === 0)
    return (
      <Notice
        tone="info"
        title={t('desk.agreements.no-application')}
        hint={t('desk.agreements.no-application.hint')}
      >
        {options}
      </Notice>
    );
  const missing = view.applications.filter(application => application.secret === 'missing');
  if (missing.length === 0) return null;
  return (
    <Notice
      tone="warning"
      title={t('desk.agreements.no-secret', { n: missing.length })}
      hint={t('desk.agreements.no-secret.hint', {
        names: missing.map(one => one.label || one.id).join(', '),
      })}
    >
      {options}
    </Notice>
  );
}

function Unlock() {
  const backend = useBackend();
  const { t } = useTranslator();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAction(async () => {
    await (await backend.vault()).unlock(passphrase);
    setPassphrase('');
    backend.announce({ changed: 'vault', id: null });
  });
  return (
    <form
      class="panel unlock"
      onSubmit={event => {
        event.preventDefault();
        void unlock.run();
      }}
    >
      <h2>{t('desk.vault.locked')}</h2>
      <p class="muted">{t('desk.vault.locked.hint')}</p>
      <div class="row unlock-line">
        <TextField
          label={t('desk.vault.passphrase')}
          type="password"
          autocomplete="current-password"
          value={passphrase}
          onInput={setPassphrase}
        />
        <Button type="submit" look="primary" icon="lock" busy={unlock.busy} disabled={passphrase === ''}>
          {t('desk.vault.unlock')}
        </Button>
      </div>
      {unlock.error && <ErrorNotice failure={unlock.error} />}
    </form>
  );
}
