import { useState } from 'preact/hooks';
import { AllowNotice } from '../../../components/access/AllowNotice.tsx';
import { usePermission } from '../../../components/access/use-permission.ts';
import { RadioGroup } from '../../../components/base/RadioGroup.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Settings } from '../../../lib/vault/settings-schema.ts';
import { useSettings } from '../use-settings.ts';

type Server = Settings['didoxServer'];
const SERVERS: readonly Server[] = ['production', 'test', 'old-test'];
/** The only server behind an optional permission: it is superseded, and hardly anybody needs it. */
const OLD_TEST = { origins: ['https://stage.goodsign.biz/*'] };

/** The server, and its permission: a policy or a file may name one that the browser was never asked about. */
export function DidoxServer() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const permission = usePermission(OLD_TEST);
  const [wish, setWish] = useState<Server | null>(null);
  const server = settings.didoxServer;
  const managed = isManaged('didoxServer');

  const choose = async (wanted: Server) => {
    const granted = wanted !== 'old-test' || (await permission.ask());
    setWish(wanted);
    if (granted && wanted !== server) await save({ didoxServer: wanted });
  };
  return (
    <div class="stack">
      <RadioGroup
        label={t('fact.server')}
        value={server}
        disabled={managed}
        options={SERVERS.map(value => ({
          value,
          label: t(`server.${value}`),
          hint: t(`options.server.hint.${value}`),
        }))}
        onChange={wanted => void choose(wanted)}
      />
      {managed && <p class="field-hint">{t('options.managed')}</p>}
      {(server === 'old-test' || wish === 'old-test') && (
        <AllowNotice
          permission={permission}
          title={t('error.server-not-permitted.title')}
          onAllow={() => void choose('old-test')}
        />
      )}
    </div>
  );
}
