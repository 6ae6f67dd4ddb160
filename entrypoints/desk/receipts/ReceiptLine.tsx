import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';

const ICONS: Record<Receipt['service'], IconName> = {
  didox: 'inbox',
  eugoda: 'link',
  selection: 'pen',
  file: 'file',
  practice: 'check',
};

/** One receipt in the list: what, for whom, when. */
export function ReceiptLine({ receipt, current }: { receipt: Receipt; current: boolean }) {
  const translator = useTranslator();
  const { t, dateTime } = translator;
  return (
    <div class="receipt-line" data-current={current || undefined}>
      <Icon name={ICONS[receipt.service]} />
      <span class="clip">
        <strong>{wordTitle(receipt, translator)}</strong>
        <span class="thing-note clip">
          <span class="note-date">{dateTime(receipt.at)} · </span>
          {[t(`receipt.action.${receipt.action}`), receipt.company.name, receipt.counterparty?.name]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span class="receipt-when small muted">{dateTime(receipt.at)}</span>
      {receipt.warning && (
        <span class="receipt-warning" data-tone="warning" title={t('desk.receipts.warning')}>
          <Icon name="alert" />
          <span class="unseen">{t('desk.receipts.warning')}</span>
        </span>
      )}
    </div>
  );
}
