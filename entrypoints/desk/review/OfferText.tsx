import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { failure } from '../../../lib/signing/failure.ts';
import { DocumentFrame } from '../shared/DocumentFrame.tsx';

/** The terms, to be read before they are signed: what Didox handed over as their text, and that it is not the signed bytes. */
export function OfferText({ pdfBlobId }: { pdfBlobId: string | null }) {
  const title = useTranslator().t('desk.review.offer');
  return (
    <div class="panel stack">
      <p>{title}</p>
      {pdfBlobId === null && <ErrorNotice failure={failure('service-malformed')} live="none" />}
      <DocumentFrame title={title} pdfBlobId={pdfBlobId} />
    </div>
  );
}
