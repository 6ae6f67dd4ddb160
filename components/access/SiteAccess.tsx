import { useBackend } from '../hooks/backend.tsx';
import { AllowNotice } from './AllowNotice.tsx';
import { usePermission } from './use-permission.ts';

/**
 * Says so when the browser keeps us away from the sites of the manifest, and asks for them on a click. Firefox leaves
 * host permissions to the person (they can be taken back at any time), Chromium has "on click" for sites.
 */
export function SiteAccess() {
  const { translator, extension } = useBackend();
  const { t } = translator;
  const permission = usePermission({ origins: [...extension.sites] });
  return (
    <AllowNotice
      permission={permission}
      title={t('common.sites.missing')}
      hint={t('common.sites.missing.hint')}
      label={t('common.sites.allow')}
    />
  );
}
