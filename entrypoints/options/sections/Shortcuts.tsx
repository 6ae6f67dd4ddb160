import { Button } from '../../../components/base/Button.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import { Panel } from './Panel.tsx';

/** The browser owns shortcuts: shown here, changed there. */
export function Shortcuts() {
  const { translator, shortcut, extension, openTab } = useBackend();
  const { t } = translator;
  const { value } = useLoaded(
    async () => ({ sign: await shortcut('sign-document'), desk: await shortcut('open-desk') }),
    'shortcuts',
  );
  const rows = [
    [t('options.shortcuts.sign'), value?.sign],
    [t('options.shortcuts.desk'), value?.desk],
  ] as const;
  return (
    <Panel id="shortcuts" title={t('options.shortcuts')}>
      <ul class="things">
        {rows.map(([label, keys]) => (
          <li key={label} class="entry">
            <span class="grow">{label}</span>
            {keys ? <kbd>{keys}</kbd> : <span class="muted">{t('options.shortcuts.none')}</span>}
          </li>
        ))}
      </ul>
      {extension.browser === 'chromium' ? (
        <div class="row">
          <Button icon="external" onClick={() => openTab('chrome://extensions/shortcuts')}>
            {t('options.shortcuts.change')}
          </Button>
        </div>
      ) : (
        <p class="muted small">{t('options.shortcuts.firefox')}</p>
      )}
    </Panel>
  );
}
