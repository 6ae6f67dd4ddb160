import { useState } from 'preact/hooks';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { pastedSecret } from '../../../lib/eugoda/mac.ts';
import { defaultEugodaPort, readSetting } from '../../../lib/vault/settings-schema.ts';
import { eugodaSecretName } from '../../../lib/vault/vault.ts';
import { useSettings } from '../use-settings.ts';
import { useVault } from '../use-vault.ts';
import { Entries } from './Entries.tsx';
import { Panel } from './Panel.tsx';
import { SecretButton } from './SecretButton.tsx';

const EMPTY = { id: '', label: '', port: String(defaultEugodaPort), secret: '' };

/** Applications as eUgoda issued them: id, a name of one's own, the port; the secret goes to the vault. */
export function EugodaApplications() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const { state, secret, act } = useVault();
  const [typed, setTyped] = useState(EMPTY);
  const set = (field: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [field]: value });
  const list = settings.eugodaApplications;
  const locked = state.state === 'locked';

  const id = typed.id.trim();
  const pasted = pastedSecret(typed.secret);
  const duplicate = list.some(one => one.id === id);
  const next = [...list, { id, label: typed.label.trim() || id, port: Number(typed.port) }];
  const portFits = /^\d+$/.test(typed.port) && Number(typed.port) >= 1 && Number(typed.port) <= 65_535;
  const fits = id !== '' && !duplicate && portFits && readSetting('eugodaApplications', next) !== null;

  const add = async () => {
    // The secret first: an application without one is worse than a secret without its application.
    if (pasted.secret && !(await act.run(vault => vault.put(eugodaSecretName(id), pasted.secret)))) return;
    if (await save({ eugodaApplications: next })) setTyped(EMPTY);
  };
  const remove = async (gone: string) => {
    if (!(await save({ eugodaApplications: list.filter(one => one.id !== gone) }))) return;
    if (secret(eugodaSecretName(gone)) !== 'policy')
      await act.run(vault => vault.remove(eugodaSecretName(gone)));
  };
  return (
    <Panel id="eugoda" title={t('options.eugoda')} hint={t('options.eugoda.hint')}>
      <Entries
        empty={t('options.eugoda.empty')}
        managed={isManaged('eugodaApplications')}
        items={list.map(application => {
          const has = secret(eugodaSecretName(application.id));
          const word = has === 'absent' ? 'missing' : has === 'locked' ? 'locked' : 'open';
          return {
            id: application.id,
            name: application.label,
            note: `${application.id} · eugoda.com:${application.port} · ${t(`options.eugoda.secret.${word}`)}`,
            extra: has !== 'policy' && (
              <SecretButton
                name={eugodaSecretName(application.id)}
                title={t('options.eugoda.secret.set', { name: application.label })}
                label={t('options.eugoda.secret')}
                disabled={locked}
              />
            ),
          };
        })}
        onRemove={gone => void remove(gone)}
        onAdd={fits ? add : null}
      >
        <TextField
          label={t('options.eugoda.id')}
          value={typed.id}
          onInput={set('id')}
          error={duplicate ? t('options.eugoda.duplicate') : null}
        />
        <TextField label={t('options.eugoda.label')} value={typed.label} onInput={set('label')} />
        <TextField
          label={t('options.eugoda.port')}
          inputMode="numeric"
          value={typed.port}
          onInput={set('port')}
          error={portFits ? null : t('options.eugoda.badPort')}
        />
        <TextField
          label={t('options.eugoda.secret')}
          type="password"
          autocomplete="off"
          value={typed.secret}
          onInput={set('secret')}
          disabled={locked}
          hint={
            locked
              ? t('options.secrets.locked')
              : pasted.trimmed
                ? t('options.eugoda.secret.trimmed')
                : undefined
          }
        />
      </Entries>
    </Panel>
  );
}
