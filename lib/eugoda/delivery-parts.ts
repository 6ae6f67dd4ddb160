import type { Database, StoredBlob } from '../store/database.ts';
import { join } from './chunks.ts';

/**
 * How a delivery lies in the database: what the answer's head said, and every chunk, each a record of its own; joined
 * into the one record `id` at the end, where there is room for both.
 */
export const headId = (id: string): string => `${id}.head`;
export const partId = (id: string, at: number): string => `${id}.part-${String(at).padStart(6, '0')}`;
export const partsOf = (id: string): IDBKeyRange => IDBKeyRange.bound(`${id}.part-`, `${id}.part-\uffff`);

export interface LyingDelivery {
  /** The joined record. */
  readonly whole: StoredBlob | undefined;
  readonly parts: readonly StoredBlob[];
}

/** What lies of a delivery. Read in one transaction: somebody else may join it at this moment. */
export async function lyingOf(database: Database, id: string): Promise<LyingDelivery> {
  const { store } = database.transaction('blobs');
  const [whole, parts] = await Promise.all([store.get(id), store.getAll(partsOf(id))]);
  return { whole, parts };
}

/** A delivery as one piece, whether it was joined or not; null when nothing of it is there. */
export function pieceOf({ whole, parts }: LyingDelivery, id: string): StoredBlob | null {
  if (whole) return whole;
  const first = parts[0];
  return first ? { ...first, id, bytes: join(parts.map(({ bytes }) => bytes)) } : null;
}

export async function readDelivery(database: Database, id: string): Promise<StoredBlob | null> {
  return pieceOf(await lyingOf(database, id), id);
}
