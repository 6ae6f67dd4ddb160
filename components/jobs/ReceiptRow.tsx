import { wordTitle } from '../../lib/i18n/word-title.ts';
import type { Receipt } from '../../lib/receipts/receipt.ts';
import { Icon } from '../base/Icon.tsx';
import { useTranslator } from '../hooks/backend.tsx';

export interface ReceiptRowProps {
  receipt: Receipt;
  onOpen: (receiptId: string) => void;
}

/** One receipt in a list: what was done to what, for whom, when. */
export function ReceiptRow({ receipt, onOpen }: ReceiptRowProps) {
  const translator = useTranslator();
  const { t, dateTime } = translator;
  const title = wordTitle(receipt, translator);
  const { warning, signature } = receipt;
  const odd =
    warning !== null || (signature && (signature.outcome !== 'verified' || signature.warnings?.length));
  return (
    <div class="thing" data-tone={odd ? 'warning' : 'done'}>
      <Icon name={odd ? 'alert' : 'check'} />
      <div>
        <button
          type="button"
          class="thing-link"
          aria-label={t('receipt.open', { title })}
          onClick={() => onOpen(receipt.id)}
        >
          {title}
        </button>
        <p class="thing-note">
          {[receipt.counterparty?.name, receipt.company.name].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div class="numeric">
        <p class="small tone-text">{t(`receipt.action.${receipt.action}`)}</p>
        <p class="thing-note">{dateTime(receipt.at)}</p>
      </div>
    </div>
  );
}
