import type { Difference } from '../lib/didox/prepare.ts';
import type { Database } from '../lib/store/database.ts';

/**
 * Keeps what a hard stop was about: the content that would have been signed, and the other side's signature with the one
 * it was made over. The newest of each document; housekeeping sweeps them like other loose bytes.
 */
export function createDifferences(database: () => Promise<Database>, now: () => number) {
  return async ({ documentId, title, ours, theirs }: Difference): Promise<string> => {
    const owner = `difference:${documentId}`;
    const common = { owner, type: 'application/octet-stream', createdAt: now(), complete: true };
    const transaction = (await database()).transaction('blobs', 'readwrite');
    await Promise.all([
      transaction.store.put({ ...common, id: `${owner}.ours`, name: title, bytes: ours }),
      transaction.store.put({ ...common, id: `${owner}.theirs`, name: `${title}.p7m`, bytes: theirs }),
      transaction.done,
    ]);
    return `difference/${documentId}`;
  };
}
