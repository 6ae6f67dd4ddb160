import { useEffect, useState } from 'preact/hooks';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { loadBlob } from './blobs.ts';

interface DocumentFrameProps {
  title: string;
  html?: string | null;
  pdfBlobId: string | null;
}

/**
 * A document as the service prints it. Its HTML is a stranger's: no scripts, no forms, no origin. A PDF goes into a
 * frame of its own WITHOUT `sandbox`, which would kill the browser's viewer (measured); a blob has no way out either.
 */
export function DocumentFrame({ title, html = null, pdfBlobId }: DocumentFrameProps) {
  const pdf = usePdfAddress(pdfBlobId);
  // Little room: the pages, without the viewer's list of them beside.
  if (pdf) return <iframe class="document-frame" title={title} src={`${pdf}#navpanes=0`} />;
  if (html === null) return null;
  return <iframe class="document-frame" title={title} sandbox="" srcdoc={html} />;
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
