import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Digest } from '../../../components/base/Digest.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { Facts } from '../../../components/signatures/Facts.tsx';
import { SignatureSummaryView } from '../../../components/signatures/SignatureSummaryView.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { InboxRow } from '../../../lib/messages/views/inbox.ts';
import { DeskError } from '../shared/DeskError.tsx';
import { DocumentFrame } from '../shared/DocumentFrame.tsx';
import { useServer } from '../shared/on-server.ts';
import { DocumentActions } from './DocumentActions.tsx';
import { DocumentNotices } from './DocumentNotices.tsx';

export interface DocumentPreviewProps {
  row: InboxRow;
  onClose: () => void;
  onStarted: (jobId: string) => void;
}

/** One document: facts read from the bytes to be signed, the other side's checked signature, and how it prints. */
export function DocumentPreview({ row, onClose, onStarted }: DocumentPreviewProps) {
  const backend = useBackend();
  const translator = useTranslator();
  const { t } = translator;
  const { owner, documentId, outgoing } = row;
  const server = useServer();
  const preview = useRequest('inbox/preview', { server, owner, documentId, outgoing }, ['inbox', 'keys']);
  const [keyId, setKeyId] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const view = preview.value;
  return (
    <section
      class="browser-detail"
      aria-label={t('desk.inbox.preview')}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {view ? wordTitle(view, translator) : row.partner}
        </h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} />
      </div>
      {preview.error && <DeskError failure={preview.error} onRetry={() => void preview.reload()} />}
      {!view && !preview.error && <Skeleton lines={5} label={t('common.loading')} />}
      {view && (
        <>
          <DocumentNotices owner={owner} view={view} keyId={keyId} onKey={setKeyId} />
          <Facts facts={view.facts} />
          {view.counterparty && (
            <div class="stack-tight">
              <h3>{t('desk.inbox.preview.counterparty')}</h3>
              <SignatureSummaryView signature={view.counterparty} />
            </div>
          )}
          <DocumentActions
            key={`${view.sha256} ${view.actions.join()}`}
            owner={owner}
            view={view}
            keyId={keyId}
            onStarted={onStarted}
            onReload={() => void preview.reload()}
          />
          {view.sha256 && (
            <p class="small muted">
              {t('digest.label')} <Digest sha256={view.sha256} />
            </p>
          )}
          <DocumentFrame title={t('desk.inbox.preview.frame')} html={view.html} pdfBlobId={view.pdfBlobId} />
          {!view.actions.includes('open-site') && (
            <Button look="quiet" icon="external" onClick={() => backend.openTab(view.siteUrl)}>
              {t('action.open-site')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
