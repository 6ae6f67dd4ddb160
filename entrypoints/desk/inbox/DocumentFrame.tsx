import { useEffect, useState } from 'preact/hooks';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { loadBlob } from '../shared/blobs.ts';

/**
 * How the service prints the document. Its HTML is a stranger's: no scripts, no forms, no origin. A PDF goes into a
 * frame of its own WITHOUT `sandbox`, which would kill the browser's viewer (measured); a blob has no way out either.
 */
export function DocumentFrame({ html, pdfBlobId }: { html: string | null; pdfBlobId: string | null }) {
  const { t } = useTranslator();
  const pdf = usePdfAddress(pdfBlobId);
  if (pdf) return <iframe class="document-frame" title={t('desk.inbox.preview.frame')} src={pdf} />;
  if (html === null) return null;
  return <iframe class="document-frame" title={t('desk.inbox.preview.frame')} sandbox="" srcdoc={html} />;
}

function usePdfAddress(blobId: string | null): string | null {
  const backend = useBackend();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (blobId === null) return;
    let url: string | null = null;
    let gone = false;
    loadBlob(backend, blobId).then(
      stored => {
        if (gone || !stored) return;
        url = URL.createObjectURL(new Blob([new Uint8Array(stored.bytes)], { type: 'application/pdf' }));
        setAddress(url);
      },
      () => {},
    );
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
      setAddress(null);
    };
  }, [backend, blobId]);
  return address;
}
