import { useState } from 'preact/hooks';
import { RadioGroup } from '../../../components/base/RadioGroup.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { failure } from '../../../lib/signing/failure.ts';
import type { Settings } from '../../../lib/vault/settings-schema.ts';
import { useSettings } from '../use-settings.ts';

type Server = Settings['didoxServer'];
const SERVERS: readonly Server[] = ['production', 'test', 'old-test'];
/** The only server behind an optional permission: it is superseded, and hardly anybody needs it. */
const OLD_TEST_ORIGIN = 'https://stage.goodsign.biz/*';

export function DidoxServer() {
  const backend = useBackend();
  const { t } = backend.translator;
  const { settings, isManaged, save } = useSettings();
  const [refused, setRefused] = useState(false);
  const managed = isManaged('didoxServer');

  const choose = async (didoxServer: Server) => {
    // Asked before anything else is awaited: the browser wants to see the click.
    const granted =
      didoxServer !== 'old-test' || (await backend.permissions.request({ origins: [OLD_TEST_ORIGIN] }));
    setRefused(!granted);
    if (granted) await save({ didoxServer });
  };
  return (
    <div class="stack">
      <RadioGroup
        label={t('options.server')}
        value={settings.didoxServer}
        disabled={managed}
        options={SERVERS.map(value => ({
          value,
          label: t(`server.${value}`),
          hint: t(`options.server.hint.${value}`),
        }))}
        onChange={server => void choose(server)}
      />
      {managed && <p class="field-hint">{t('options.managed')}</p>}
      {refused && <ErrorNotice failure={failure('server-not-permitted')} />}
    </div>
  );
}
