import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { type Action, useAction } from '../../../components/hooks/useAction.ts';
import { readDelivery } from '../../../lib/eugoda/delivery-parts.ts';
import type { AgreementView } from '../../../lib/messages/views/agreements.ts';
import { FlowError, failure } from '../../../lib/signing/failure.ts';
import { routeHash } from '../route.ts';
import { saveFile } from '../shared/save-file.ts';
import { withStorage } from '../shared/storage-failure.ts';
import { deletionWords } from './list.ts';

/**
 * The archive with document and signatures: fetch it, save it, look inside. What was delivered is kept first.
 * @param fetching asks for it; how that failed is said here, beside the button
 */
export function ArchiveBox({ agreement, fetching }: { agreement: AgreementView; fetching: Action<[]> }) {
  const backend = useBackend();
  const { t, bytes } = useTranslator();
  const { externalId, archive, download } = agreement;
  const save = useAction(async () => {
    if (!archive) return;
    const stored = await withStorage(async () => readDelivery(await backend.database(), archive.blobId));
    if (!stored) throw new FlowError(failure('blob-gone'));
    saveFile(archive.fileName, stored.bytes, stored.type || 'application/octet-stream');
  });
  const problem = save.error ?? fetching.error;
  return (
    <div class="panel stack">
      <h3>{t('desk.agreements.archive')}</h3>
      {archive ? (
        <p class="row">
          <Icon name="archive" />
          <span>
            {archive.fileName} <span class="muted small">{bytes(archive.size)}</span>
          </span>
        </p>
      ) : (
        <p class="muted small">{t(deletionWords(agreement).notFetched)}</p>
      )}
      {archive && !archive.complete && (
        <Notice
          tone="warning"
          title={t('desk.agreements.archive.incomplete')}
          hint={t('desk.agreements.archive.incomplete.hint')}
        />
      )}
      {download?.stuck && (
        <Notice
          tone="warning"
          live="alert"
          title={t('error.storage-full.title')}
          hint={t('desk.agreements.archive.stuck')}
        />
      )}
      <div class="row">
        {archive && (
          <>
            <Button look="primary" icon="download" busy={save.busy} onClick={() => void save.run()}>
              {t('desk.agreements.archive.save')}
            </Button>
            <a
              class="button"
              href={routeHash({ section: 'inspect', source: { from: 'agreement', id: externalId } })}
            >
              {t('desk.signature.inspect')}
            </a>
          </>
        )}
        <Button icon="refresh" busy={fetching.busy || download !== null} onClick={() => void fetching.run()}>
          {t(archive ? 'desk.agreements.fetch.again' : 'desk.agreements.fetch')}
        </Button>
        {download && (
          <span class="small muted">
            {t('desk.agreements.fetching', {
              received: [download.received, download.expected]
                .flatMap(size => (size === null ? [] : bytes(size)))
                .join(' / '),
            })}
          </span>
        )}
      </div>
      {problem && <ErrorNotice failure={problem} />}
    </div>
  );
}
