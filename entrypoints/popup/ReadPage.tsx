import { useState } from 'preact/hooks';
import { Button } from '../../components/base/Button.tsx';
import { Notice } from '../../components/base/Notice.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useAction } from '../../components/hooks/useAction.ts';
import type { PageReading } from '../../lib/messages/protocol.ts';

/** Looks for an eUgoda agreement on the page in front: the way to a card on sites where we have no standing permission. */
export function ReadPage() {
  const backend = useBackend();
  const { t } = backend.translator;
  const [page, setPage] = useState<PageReading | null>(null);
  const read = useAction(async () => {
    const answer = await backend.request('page/read-agreement', {});
    setPage(answer.page);
    // The card is what the user wants to see now.
    if (answer.page === 'found') window.close();
  });
  return (
    <section class="popup-section">
      <Button icon="search" busy={read.busy} onClick={() => void read.run()}>
        {t('popup.page.read')}
      </Button>
      {page === 'watching' && <Notice tone="info" live="status" title={t('popup.page.watching')} />}
      {page === 'refused' && <Notice tone="warning" live="alert" title={t('popup.page.refused')} />}
      {read.error && <ErrorNotice failure={read.error} />}
    </section>
  );
}
