import type { Receipt } from '../../lib/receipts/receipt.ts';
import type { Database } from '../../lib/store/database.ts';

/** The newest receipts, newest first, without reading the rest. */
export async function latestReceipts(database: Database, count: number): Promise<Receipt[]> {
  const found: Receipt[] = [];
  let cursor = await database.transaction('receipts').store.index('at').openCursor(null, 'prev');
  while (cursor && found.length < count) {
    found.push(cursor.value);
    cursor = await cursor.continue();
  }
  return found;
}
