import { useState } from 'preact/hooks';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useSettings } from '../use-settings.ts';
import { Entries } from './Entries.tsx';
import { Panel } from './Panel.tsx';

/** Keys that the vendor of E-IMZO issued per domain. No secrets: every page that uses one carries it openly. */
export function ApiKeys() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const [typed, setTyped] = useState({ domain: '', key: '' });
  const pairs = settings.apiKeys;
  const domain = typed.domain.trim();
  const key = typed.key.replace(/\s/g, '');

  const add = async () => {
    const apiKeys = [...pairs.filter(pair => pair.domain !== domain), { domain, key }];
    if (await save({ apiKeys })) setTyped({ domain: '', key: '' });
  };
  return (
    <Panel id="api-keys" title={t('options.apiKeys')} hint={t('options.apiKeys.hint')}>
      <Entries
        empty={t('options.apiKeys.empty')}
        managed={isManaged('apiKeys')}
        items={pairs.map(pair => ({
          id: pair.domain,
          name: pair.domain,
          note: pair.key.length > 24 ? `${pair.key.slice(0, 12)}…${pair.key.slice(-8)}` : pair.key,
        }))}
        onRemove={id => void save({ apiKeys: pairs.filter(pair => pair.domain !== id) })}
        onAdd={domain && key ? add : null}
      >
        <TextField
          label={t('options.apiKeys.domain')}
          value={typed.domain}
          onInput={value => setTyped({ ...typed, domain: value })}
        />
        <TextField
          label={t('options.apiKeys.key')}
          mono
          value={typed.key}
          onInput={value => setTyped({ ...typed, key: value })}
        />
      </Entries>
    </Panel>
  );
}
