import type { Backend } from '../../../components/backend.ts';
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

/** Removes the receipt and the bytes only it kept, in one transaction: both go or neither does. */
export function deleteReceipt(backend: Backend, receipt: Receipt): Promise<void> {
  return withStorage(async () => {
    const work = (await backend.database()).transaction(['receipts', 'blobs'], 'readwrite');
    const blobs = [receipt.signatureBlobId, receipt.contentBlobId].filter(id => id !== null);
    await Promise.all([
      work.objectStore('receipts').delete(receipt.id),
      ...blobs.map(id => work.objectStore('blobs').delete(id)),
      work.done,
    ]);
    backend.announce({ changed: 'receipts', id: receipt.id });
  });
}
