import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import type { InboxPreview } from '../../../lib/messages/views/inbox.ts';
import { DidoxError, OfferMissing } from '../shared/DidoxError.tsx';
import { KeyChoice } from '../shared/KeyChoice.tsx';

export interface DocumentNoticesProps {
  owner: string;
  view: InboxPreview;
  keyId: string | null;
  onKey: (keyId: string) => void;
}

/** What has to be known or decided before anything can be done with the document. */
export function DocumentNotices({ owner, view, keyId, onKey }: DocumentNoticesProps) {
  const backend = useBackend();
  const { t } = useTranslator();
  return (
    <>
      {view.error && <DidoxError failure={view.error} owner={owner} />}
      {view.actions.includes('offer') && <OfferMissing owner={owner} />}
      {view.actions.includes('choose-key') && (
        <KeyChoice label={t('desk.inbox.choose-key')} keys={view.keyChoices} value={keyId} onChange={onKey} />
      )}
      {view.actions.includes('open-site') && (
        <Notice
          tone="info"
          title={t('error.not-supported-here.title')}
          hint={t('error.not-supported-here.hint')}
        >
          <Button small icon="external" onClick={() => backend.openTab(view.siteUrl)}>
            {t('action.open-site')}
          </Button>
        </Notice>
      )}
    </>
  );
}
