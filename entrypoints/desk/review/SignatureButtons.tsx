import { RequestError } from '../../../components/backend.ts';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import { toBase64 } from '../../../lib/bytes/base64.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { type InspectSource, routeHash } from '../route.ts';
import { hasBlob, loadBlob } from '../shared/blobs.ts';
import { toPem } from '../shared/bytes.ts';
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
  // Its bytes are read when they are wanted: beside it there may be a hundred others, of many megabytes each.
  const there = useLoaded(() => hasBlob(backend, signatureBlobId), signatureBlobId);
  const signature = async (): Promise<Uint8Array> => {
    const stored = await loadBlob(backend, signatureBlobId);
    if (!stored) {
      there.set(false);
      throw new RequestError('document-gone', '');
    }
    return stored.bytes;
  };
  const save = useAction(async () => {
    const content = detached && contentBlobId ? await loadBlob(backend, contentBlobId) : null;
    const given = { service, title, detached, signature: await signature(), content };
    for (const file of signatureFiles(given)) saveFile(file.name, file.bytes, file.type);
  });
  if (there.error) return <ErrorNotice failure={there.error} />;
  if (!there.value) return there.loading ? null : <Notice tone="warning" title={t('desk.signature.gone')} />;
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
        <CopyButton label={t('desk.signature.copy.base64')} text={async () => toBase64(await signature())} />
        <CopyButton label={t('desk.signature.copy.pem')} text={async () => toPem(await signature())} />
      </div>
      {detached && contentBlobId && <p class="small muted">{t('desk.signature.pair.hint')}</p>}
      {save.error && <ErrorNotice failure={save.error} />}
    </div>
  );
}
