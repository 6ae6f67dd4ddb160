import type { Database } from '../store/database.ts';
import type { Receipt } from './receipt.ts';

/** A receipt goes with the bytes that only it keeps, in one transaction: both go or neither does. */
export async function deleteReceipt(database: Database, receipt: Receipt): Promise<void> {
  const transaction = database.transaction(['receipts', 'blobs'], 'readwrite');
  const blobs = [receipt.signatureBlobId, receipt.contentBlobId].filter(id => id !== null);
  await Promise.all([
    transaction.objectStore('receipts').delete(receipt.id),
    ...blobs.map(id => transaction.objectStore('blobs').delete(id)),
    transaction.done,
  ]);
}
