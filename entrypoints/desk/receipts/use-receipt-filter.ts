import { useMemo, useState } from 'preact/hooks';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { Receipt, ReceiptFilter } from '../../../lib/receipts/receipt.ts';
import { filterReceipts, indexReceipts, NO_FILTER } from './filter.ts';

/** The filter and what passes it; the search text of each receipt is prepared once per reading, not per key press. */
export function useReceiptFilter(receipts: readonly Receipt[] | null) {
  const [filter, setFilter] = useState<ReceiptFilter>(NO_FILTER);
  const translator = useTranslator();
  const indexed = useMemo(
    () => indexReceipts(receipts ?? [], receipt => wordTitle(receipt, translator)),
    [receipts, translator],
  );
  const found = useMemo(() => filterReceipts(indexed, filter), [indexed, filter]);
  return { filter, setFilter, found };
}
