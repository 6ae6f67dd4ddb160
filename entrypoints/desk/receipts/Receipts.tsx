import './receipts.css';
import { Button } from '../../../components/base/Button.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { LongList } from '../../../components/base/LongList.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import { routeHash } from '../route.ts';
import { localDay } from '../shared/local-day.ts';
import { Section } from '../shared/Section.tsx';
import { saveFile } from '../shared/save-file.ts';
import { replaceRoute } from '../shared/use-route.ts';
import { receiptsToCsv, receiptsToJson } from './export.ts';
import { ReceiptDetail } from './ReceiptDetail.tsx';
import { ReceiptFilters } from './ReceiptFilters.tsx';
import { ReceiptLine } from './ReceiptLine.tsx';
import { loadReceipts } from './receipt-database.ts';
import { useReceiptFilter } from './use-receipt-filter.ts';

/** Everything that was signed through Imzochi, newest first, straight from the database. */
export function Receipts({ shown }: { shown: string | null }) {
  const backend = useBackend();
  const { t, language } = useTranslator();
  const receipts = useLoaded(() => loadReceipts(backend), 'receipts', ['receipts']);
  const retention = useLoaded(
    async () => (await (await backend.settings()).read()).settings.keepReceiptsMonths,
    'retention',
    ['settings'],
  );
  const { filter, setFilter, found } = useReceiptFilter(receipts.value);
  const all = receipts.value ?? [];
  const open = all.find(receipt => receipt.id === shown) ?? null;
  const show = (id: string | null) => replaceRoute({ section: 'receipts', id });
  const day = localDay(Date.now());
  return (
    <Section
      fill
      title={t('desk.nav.receipts')}
      actions={
        <>
          <Button
            icon="download"
            disabled={found.length === 0}
            onClick={() =>
              saveFile(`imzochi-receipts-${day}.csv`, receiptsToCsv(found, language), 'text/csv')
            }
          >
            {t('desk.export.csv')}
          </Button>
          <Button
            icon="download"
            disabled={found.length === 0}
            onClick={() =>
              saveFile(`imzochi-receipts-${day}.json`, receiptsToJson(found), 'application/json')
            }
          >
            {t('desk.export.json')}
          </Button>
        </>
      }
    >
      {receipts.error && <ErrorNotice failure={receipts.error} onRetry={() => void receipts.reload()} />}
      {!receipts.value && !receipts.error && <Skeleton lines={8} label={t('common.loading')} />}
      {receipts.value && all.length === 0 && (
        <EmptyState icon="receipt" title={t('desk.receipts.empty')} hint={t('desk.receipts.empty.hint')}>
          <a class="button" href={routeHash({ section: 'sign' })}>
            {t('desk.files.open')}
          </a>
        </EmptyState>
      )}
      {all.length > 0 && (
        <div class="browser" data-open={open ? true : undefined}>
          <div class="browser-list receipts-list">
            <ReceiptFilters receipts={all} filter={filter} onChange={setFilter} />
            {found.length === 0 ? (
              <EmptyState icon="search" title={t('desk.nothing-found')} hint={t('desk.nothing-found.hint')} />
            ) : (
              <LongList
                label={t('desk.receipts.list')}
                items={found}
                keyOf={receipt => receipt.id}
                rowRem={4}
                onOpen={receipt => show(receipt.id)}
                current={shown}
                renderRow={receipt => <ReceiptLine receipt={receipt} current={receipt.id === shown} />}
              />
            )}
            <p class="browser-note small muted" role="status">
              {t('desk.receipts.count', { n: found.length })}
              {' · '}
              {retention.value
                ? t('desk.receipts.retention.months', { n: retention.value })
                : t('desk.receipts.retention.forever')}
            </p>
          </div>
          {open && <ReceiptDetail key={open.id} receipt={open} onClose={() => show(null)} />}
        </div>
      )}
    </Section>
  );
}
