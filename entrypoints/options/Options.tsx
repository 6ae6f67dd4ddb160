import { SiteAccess } from '../../components/access/SiteAccess.tsx';
import { Mark } from '../../components/base/Mark.tsx';
import { Notice } from '../../components/base/Notice.tsx';
import { Skeleton } from '../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useKeptFocus } from '../../components/hooks/useKeptFocus.ts';
import { ApiKeys } from './sections/ApiKeys.tsx';
import { DidoxServer } from './sections/DidoxServer.tsx';
import { Erase } from './sections/Erase.tsx';
import { EugodaApplications } from './sections/EugodaApplications.tsx';
import { InboxAndReceipts } from './sections/InboxAndReceipts.tsx';
import { Language } from './sections/Language.tsx';
import { PartnerTokens } from './sections/PartnerTokens.tsx';
import { Secrets } from './sections/Secrets.tsx';
import { Shortcuts } from './sections/Shortcuts.tsx';
import { Signatures } from './sections/Signatures.tsx';
import { Transfer } from './sections/Transfer.tsx';
import { SettingsContext, useSettingsSource } from './use-settings.ts';
import { useVaultSource, VaultContext } from './use-vault.ts';

const SECTIONS = [
  ['general', 'options.general'],
  ['secrets', 'options.secrets'],
  ['signatures', 'options.signatures'],
  ['api-keys', 'options.apiKeys'],
  ['eugoda', 'options.eugoda'],
  ['inbox', 'options.inbox'],
  ['shortcuts', 'options.shortcuts'],
  ['transfer', 'options.transfer'],
  ['erase', 'options.erase'],
] as const;

/** Everything that can be set, on one page; each change counts at once. */
export function Options() {
  const { translator, extension } = useBackend();
  const { t } = translator;
  const { state, error } = useSettingsSource();
  const vault = useVaultSource();
  useKeptFocus();
  const failure = error ?? vault.error;
  return (
    <div class="options">
      <header class="options-head">
        <Mark />
        <div>
          <h1>{t('options.title')}</h1>
          <p class="muted small">{t('options.version', { version: extension.version })}</p>
        </div>
      </header>
      <nav class="options-nav" aria-label={t('options.nav')}>
        {SECTIONS.map(([id, key]) => (
          <a key={id} href={`#${id}`}>
            {t(key)}
          </a>
        ))}
      </nav>
      <main class="stack">
        <SiteAccess />
        {failure && (
          <div class="options-failure">
            <ErrorNotice failure={failure} />
          </div>
        )}
        {state && vault.view ? (
          <SettingsContext.Provider value={state}>
            <VaultContext.Provider value={vault.view}>
              {state.reading.problems.map(({ code, name }) => (
                <Notice
                  key={`${code} ${name}`}
                  tone="warning"
                  title={t(`options.problem.${code}`, { name: name ?? '' })}
                />
              ))}
              {state.reading.managed.length > 0 && <Notice tone="info" title={t('options.managed.some')} />}
              <section class="panel" id="general" aria-labelledby="general-title">
                <h2 id="general-title">{t('options.general')}</h2>
                <Language />
                <DidoxServer />
              </section>
              <section class="panel" id="secrets" aria-labelledby="secrets-title">
                <h2 id="secrets-title">{t('options.secrets')}</h2>
                <Secrets />
                <PartnerTokens />
              </section>
              <Signatures />
              <ApiKeys />
              <EugodaApplications />
              <InboxAndReceipts />
              <Shortcuts />
              <Transfer />
              <Erase />
            </VaultContext.Provider>
          </SettingsContext.Provider>
        ) : (
          <Skeleton lines={8} label={t('common.loading')} />
        )}
      </main>
    </div>
  );
}
