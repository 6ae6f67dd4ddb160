import { Button } from '../../components/base/Button.tsx';
import { EmptyState } from '../../components/base/EmptyState.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useLoaded } from '../../components/hooks/useLoaded.ts';
import { ReceiptRow } from '../../components/jobs/ReceiptRow.tsx';
import { latestReceipts } from '../../components/receipts/latest-receipts.ts';

const SHOWN = 3;

/** The last receipts, straight from the database. */
export function Lately() {
  const backend = useBackend();
  const { t } = backend.translator;
  const receipts = useLoaded(async () => latestReceipts(await backend.database(), SHOWN), 'latest', [
    'receipts',
  ]);
  const some = receipts.value ?? [];
  return (
    <section class="popup-section" aria-labelledby="lately-title">
      <div class="row">
        <h2 id="lately-title">{t('popup.lately')}</h2>
        {some.length > 0 && (
          <Button look="quiet" small class="push" onClick={() => backend.openDesk('receipts')}>
            {t('popup.lately.all')}
          </Button>
        )}
      </div>
      {receipts.error && <ErrorNotice failure={receipts.error} />}
      {receipts.value && some.length === 0 && (
        <EmptyState icon="receipt" title={t('popup.lately.empty')} hint={t('popup.lately.empty.hint')} />
      )}
      <ul class="things">
        {some.map(receipt => (
          <li key={receipt.id}>
            <ReceiptRow receipt={receipt} onOpen={id => backend.openDesk(`receipts/${id}`)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
