import type { Backend } from '../../../components/backend.ts';
import { deleteReceipt } from '../../../lib/receipts/delete-receipt.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { withStorage } from '../shared/storage-failure.ts';

/** All receipts, newest first. */
export function loadReceipts(backend: Backend): Promise<Receipt[]> {
  return withStorage(async () =>
    (await (await backend.database()).getAllFromIndex('receipts', 'at')).reverse(),
  );
}

export function loadReceipt(backend: Backend, id: string): Promise<Receipt | null> {
  return withStorage(async () => (await (await backend.database()).get('receipts', id)) ?? null);
}

export function removeReceipt(backend: Backend, receipt: Receipt): Promise<void> {
  return withStorage(async () => {
    await deleteReceipt(await backend.database(), receipt);
    backend.announce({ changed: 'receipts', id: receipt.id });
  });
}
