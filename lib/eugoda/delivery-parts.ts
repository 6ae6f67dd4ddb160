import type { Database, StoredBlob } from '../store/database.ts';
import { join } from './chunks.ts';

/**
 * How a delivery lies in the database: what the answer's head said, and every chunk, each a record of its own; joined
 * into the one record `id` at the end, where there is room for both.
 */
export const headId = (id: string): string => `${id}.head`;
export const partId = (id: string, at: number): string => `${id}.part-${String(at).padStart(6, '0')}`;
export const partsOf = (id: string): IDBKeyRange => IDBKeyRange.bound(`${id}.part-`, `${id}.part-\uffff`);

/** A delivery as one piece, whether it was joined or not; null when nothing of it is there. */
export async function readDelivery(database: Database, id: string): Promise<StoredBlob | null> {
  const whole = await database.get('blobs', id);
  if (whole) return whole;
  const parts = await database.getAll('blobs', partsOf(id));
  const first = parts[0];
  return first ? { ...first, id, bytes: join(parts.map(({ bytes }) => bytes)) } : null;
}
