import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Settings } from '../../../lib/vault/settings-schema.ts';
import { partnerTokenName } from '../../../lib/vault/vault.ts';
import { useVault } from '../use-vault.ts';

export interface PartnerTokenProps {
  server: Settings['didoxServer'];
  label: string;
}

/** The token of one server. What was stored is never shown again. */
export function PartnerToken({ server, label }: PartnerTokenProps) {
  const { t } = useTranslator();
  const { secret, act, state } = useVault();
  const [token, setToken] = useState('');
  const name = partnerTokenName(server);
  const now = secret(name);
  const closed = now === 'policy' || state.state === 'locked';

  const save = async (event: Event) => {
    event.preventDefault();
    if (await act.run(vault => vault.put(name, token.trim()))) setToken('');
  };
  return (
    <form class="stack" onSubmit={event => void save(event)}>
      <TextField
        label={label}
        type="password"
        autocomplete="off"
        mono
        value={token}
        onInput={setToken}
        disabled={closed}
        placeholder={now === 'open' ? t('options.token.replace') : undefined}
        hint={t('options.token.hint', { server: t(`server.${server}`) })}
      />
      <div class="row">
        <Button type="submit" look="primary" busy={act.busy} disabled={closed || !token.trim()}>
          {t('common.save')}
        </Button>
        {(now === 'open' || now === 'locked') && (
          <Button onClick={() => void act.run(vault => vault.remove(name))}>
            {t('options.token.forget')}
          </Button>
        )}
        <Status>
          <span
            class="badge long"
            data-tone={now === 'open' || now === 'policy' ? 'done' : now === 'locked' ? 'warning' : 'idle'}
          >
            {t(`options.token.state.${now}`)}
          </span>
        </Status>
      </div>
    </form>
  );
}
