import { useEffect, useState } from 'preact/hooks';
import { Button } from '../base/Button.tsx';
import { Notice } from '../base/Notice.tsx';
import { useBackend } from '../hooks/backend.tsx';
import { useLoaded } from '../hooks/useLoaded.ts';

/**
 * Says so when the browser keeps us away from the sites of the manifest, and asks for them on a click. Firefox leaves
 * host permissions to the person (they can be taken back at any time), Chromium has "on click" for sites.
 */
export function SiteAccess() {
  const { translator, permissions, extension } = useBackend();
  const { t } = translator;
  const origins = [...extension.sites];
  const [refused, setRefused] = useState(false);
  const given = useLoaded(() => permissions.has({ origins }), 'sites');
  useEffect(() => {
    // It may have been allowed in the browser's own list of extensions meanwhile.
    const look = () => void given.reload();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [given.reload]);
  const ask = async () => {
    // Asked before anything else is awaited: the browser wants to see the click.
    const granted = await permissions.request({ origins });
    setRefused(!granted);
    given.set(granted);
  };
  if (given.value !== false) return null;
  return (
    <Notice
      tone="warning"
      live="status"
      title={t('common.sites.missing')}
      hint={refused ? t('common.sites.refused') : t('common.sites.missing.hint')}
    >
      <Button look="primary" onClick={() => void ask()}>
        {t('common.sites.allow')}
      </Button>
    </Notice>
  );
}
