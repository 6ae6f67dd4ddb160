import { SiteAccess } from '../../components/access/SiteAccess.tsx';
import { Button } from '../../components/base/Button.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useAttend } from '../../components/hooks/useAttend.ts';
import { JobsNow } from './JobsNow.tsx';
import { Lately } from './Lately.tsx';
import { ModuleHeader } from './ModuleHeader.tsx';
import { PopupKeys } from './PopupKeys.tsx';
import { ReadPage } from './ReadPage.tsx';
import { useKeys } from './use-keys.ts';

/** Is the module there, which key signs for whom, what is being signed, what was signed. */
export function Popup() {
  const { translator, openDesk, openOptions } = useBackend();
  const { t } = translator;
  const keys = useKeys();
  useAttend('popup');
  return (
    <main class="popup">
      <ModuleHeader module={keys.view?.module ?? null} error={keys.view ? null : keys.error} />
      <SiteAccess />
      <JobsNow />
      <PopupKeys keys={keys} />
      <Lately />
      <ReadPage />
      <nav class="popup-links" aria-label={t('popup.links')}>
        <Button look="primary" icon="inbox" onClick={() => openDesk('inbox')}>
          {t('popup.inbox')}
        </Button>
        <Button icon="pulse" onClick={() => openDesk('health')}>
          {t('popup.health')}
        </Button>
        <Button icon="settings" onClick={openOptions}>
          {t('popup.options')}
        </Button>
      </nav>
    </main>
  );
}
