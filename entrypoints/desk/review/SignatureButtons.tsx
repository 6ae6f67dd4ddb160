import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { type InspectSource, routeHash } from '../route.ts';
import { loadBlob } from '../shared/blobs.ts';
import { toBase64, toPem } from '../shared/bytes.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { saveFile } from '../shared/save-file.ts';
import { signatureFiles } from './signature-files.ts';

export interface SignatureButtonsProps {
  service: Receipt['service'];
  title: string;
  detached: boolean;
  signatureBlobId: string;
  contentBlobId: string | null;
  inspect: InspectSource;
}

/** What can be done with a signature that we keep: save (with its content where it stands beside), copy, look inside. */
export function SignatureButtons(props: SignatureButtonsProps) {
  const backend = useBackend();
  const { t } = useTranslator();
  const { service, title, detached, signatureBlobId, contentBlobId, inspect } = props;
  const stored = useLoaded(() => loadBlob(backend, signatureBlobId), signatureBlobId);
  const save = useAction(async () => {
    const content = detached && contentBlobId ? await loadBlob(backend, contentBlobId) : null;
    if (!stored.value) return;
    for (const file of signatureFiles({ service, title, detached, signature: stored.value.bytes, content }))
      saveFile(file.name, file.bytes, file.type);
  });
  const bytes = stored.value?.bytes;
  if (stored.error) return <ErrorNotice failure={stored.error} />;
  if (!bytes) return stored.loading ? null : <Notice tone="warning" title={t('desk.signature.gone')} />;
  return (
    <div class="stack-tight">
      <div class="row">
        <Button icon="download" busy={save.busy} onClick={() => void save.run()}>
          {t(
            detached
              ? contentBlobId
                ? 'desk.signature.save.pair'
                : 'desk.signature.save.p7s'
              : 'desk.signature.save.p7m',
          )}
        </Button>
        <a class="button" href={routeHash({ section: 'inspect', source: inspect })}>
          {t('desk.signature.inspect')}
        </a>
        <CopyButton label={t('desk.signature.copy.base64')} text={() => toBase64(bytes)} />
        <CopyButton label={t('desk.signature.copy.pem')} text={() => toPem(bytes)} />
      </div>
      {detached && contentBlobId && <p class="small muted">{t('desk.signature.pair.hint')}</p>}
      {save.error && <ErrorNotice failure={save.error} />}
    </div>
  );
}
