import { sniffArchive } from '../lib/eugoda/archive-kind.ts';
import type { Delivered } from '../lib/eugoda/download.ts';
import { archiveFileName } from '../lib/eugoda/file-name.ts';
import type { ArchiveSink } from '../lib/eugoda/ports.ts';
import type { Database } from '../lib/store/database.ts';

export interface StoredArchiveSink extends ArchiveSink {
  size(): number;
  /** Joins the parts into one blob, named by the service or by its bytes; resolves to the file name. */
  settle(delivered: Delivered): Promise<string>;
  discard(): Promise<void>;
}

/**
 * A download into the database, every chunk a record of its own and flushed before the next is asked for: with
 * removeOnCompleted the first delivery may be the last (docs: eUgoda and its Ukrainian neighbours, section 1.2).
 */
export function createArchiveSink(
  database: () => Promise<Database>,
  archive: { id: string; owner: string; fallbackName: string; now: () => number },
): StoredArchiveSink {
  const { id, owner, now } = archive;
  let parts = 0;
  let size = 0;
  const partId = (at: number) => `${id}.part-${String(at).padStart(6, '0')}`;
  const put = async (key: string, bytes: Uint8Array, name: string, complete: boolean) => {
    const db = await database();
    const transaction = db.transaction('blobs', 'readwrite', { durability: 'strict' });
    await Promise.all([
      transaction.store.put({
        id: key,
        owner,
        bytes,
        name,
        type: 'application/octet-stream',
        createdAt: now(),
        complete,
      }),
      transaction.done,
    ]);
  };
  const removeParts = async () => {
    const db = await database();
    for (let at = 0; at < parts; at += 1) await db.delete('blobs', partId(at));
  };
  return {
    async open() {},
    async write(chunk) {
      await put(partId(parts), chunk, `${archive.fallbackName}.part`, false);
      parts += 1;
      size += chunk.length;
    },
    async close() {},
    size: () => size,
    async settle(delivered) {
      const db = await database();
      const whole = new Uint8Array(
        size + (delivered.delivery.outcome === 'unstored' ? delivered.delivery.rest.length : 0),
      );
      let at = 0;
      for (let part = 0; part < parts; part += 1) {
        const bytes = (await db.get('blobs', partId(part)))?.bytes;
        if (!bytes) continue;
        whole.set(bytes, at);
        at += bytes.length;
      }
      if (delivered.delivery.outcome === 'unstored') {
        whole.set(delivered.delivery.rest, at);
        size = whole.length;
      }
      const sniffed = sniffArchive(whole);
      const name = archiveFileName({
        contentDisposition: delivered.contentDisposition,
        externalId: archive.fallbackName,
        extension: sniffed.extension,
      });
      await put(id, whole, name, delivered.delivery.outcome === 'whole');
      await removeParts();
      return name;
    },
    async discard() {
      await removeParts();
      await (await database()).delete('blobs', id);
      size = 0;
    },
  };
}
