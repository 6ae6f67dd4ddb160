import { sniffArchive } from '../../lib/eugoda/archive-kind.ts';
import { headId, lyingOf, partId, partsOf, pieceOf } from '../../lib/eugoda/delivery-parts.ts';
import type { Delivered } from '../../lib/eugoda/download.ts';
import { archiveFileName } from '../../lib/eugoda/file-name.ts';
import type { ArchiveSink } from '../../lib/eugoda/ports.ts';
import type { Database, StoredBlob } from '../../lib/store/database.ts';

/** What of a delivery is in the database now. */
export interface SettledArchive {
  readonly size: number;
  readonly complete: boolean;
  readonly fileName: string;
}

export interface StoredArchiveSink extends ArchiveSink {
  /**
   * Names and measures what came, and makes one blob of it where there is room.
   * @throws what the storage threw when it took nothing at all of what came
   */
  settle(delivered: Delivered): Promise<SettledArchive>;
  discard(): Promise<void>;
}

export interface ArchivePlace {
  readonly id: string;
  readonly owner: string;
  /** The name without an extension, where the service gives none. */
  readonly fallbackName: string;
  readonly now: () => number;
}

/** How to wait for a storage that takes nothing. */
export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** It is waited for: whoever looks may make room. */
  stuck(): void;
}

/** A delivery without a byte. */
export const NOTHING: SettledArchive = { size: 0, complete: false, fileName: '' };

/** What the answer's head said; a reborn worker has only this to name and measure a delivery by. */
interface Head {
  readonly contentDisposition: string | null;
  readonly expected: number | null;
}

/** A write may fail by the way (the database was closed under us): how long until the next attempts. */
const QUICK_ATTEMPTS_MS = [0, 300, 1500];
/** A full disk is another matter: somebody has to make room. What came and may never come again waits in memory. */
const SLOW_ATTEMPTS = { everyMs: 5_000, times: 120 };

/**
 * A download into the database, every chunk a record of its own and flushed before the next is written: with
 * removeOnCompleted the first delivery may be the last.
 */
export function createArchiveSink(
  database: () => Promise<Database>,
  place: ArchivePlace,
  patience: Patience,
): StoredArchiveSink {
  let parts = 0;
  const put = async (id: string, bytes: Uint8Array) => {
    const transaction = (await database()).transaction('blobs', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(blobOf(place, id, bytes)), transaction.done]);
  };
  const write = async (chunk: Uint8Array) => {
    await put(partId(place.id, parts), chunk);
    parts += 1;
  };
  return {
    open: ({ contentDisposition, expected }) =>
      put(headId(place.id), new TextEncoder().encode(JSON.stringify({ contentDisposition, expected }))),
    write,
    async close() {},
    async settle({ delivery, contentDisposition }) {
      const late = delivery.outcome === 'unstored' && delivery.rest.length > 0 ? delivery : null;
      const stored = !late || (await attempt(() => write(late.rest), patience));
      const complete =
        stored && (delivery.outcome === 'unstored' ? delivery.complete : delivery.outcome === 'whole');
      const settled = await settleParts(database, place, { complete, contentDisposition });
      if (settled === null && late && !stored) throw late.cause;
      return settled ?? NOTHING;
    },
    async discard() {
      parts = 0;
      await dropArchive(database, place.id);
    },
  };
}

/**
 * Names and measures what lies of a delivery in the database, and makes one blob of its parts; on a disk that has no room
 * for both they stay as they are, and are read as one. Also for what a worker that died left behind: then the head that
 * was written first says what it knew.
 * @returns null when there is neither a part nor a blob
 */
export async function settleParts(
  database: () => Promise<Database>,
  place: ArchivePlace,
  known: { readonly complete: boolean; readonly contentDisposition: string | null } | null = null,
): Promise<SettledArchive | null> {
  const db = await database();
  const lying = await lyingOf(db, place.id);
  const joined = lying.whole;
  if (joined) return { size: joined.bytes.length, complete: joined.complete, fileName: joined.name };
  const whole = pieceOf(lying, place.id);
  if (whole === null) {
    await db.delete('blobs', headId(place.id));
    return null;
  }
  const { bytes } = whole;
  const { contentDisposition, expected } = readHead(await db.get('blobs', headId(place.id)));
  const fileName = archiveFileName({
    contentDisposition: known?.contentDisposition ?? contentDisposition,
    externalId: place.fallbackName,
    extension: sniffArchive(bytes).extension,
  });
  const complete = known?.complete ?? expected === bytes.length;
  await joinParts(db, { ...whole, name: fileName, complete }).catch(() => undefined);
  return { size: bytes.length, complete, fileName };
}

async function joinParts(db: Database, whole: StoredBlob): Promise<void> {
  const transaction = db.transaction('blobs', 'readwrite', { durability: 'strict' });
  const { store } = transaction;
  await Promise.all([
    store.put(whole),
    store.delete(headId(whole.id)),
    store.delete(partsOf(whole.id)),
    transaction.done,
  ]);
}

export async function dropArchive(database: () => Promise<Database>, id: string): Promise<void> {
  const transaction = (await database()).transaction('blobs', 'readwrite');
  const { store } = transaction;
  await Promise.all([
    store.delete(id),
    store.delete(headId(id)),
    store.delete(partsOf(id)),
    transaction.done,
  ]);
}

function blobOf({ owner, fallbackName, now }: ArchivePlace, id: string, bytes: Uint8Array): StoredBlob {
  const name = `${fallbackName}.part`;
  return { id, owner, bytes, name, type: 'application/octet-stream', createdAt: now(), complete: false };
}

function readHead(head: StoredBlob | undefined): Head {
  try {
    return JSON.parse(new TextDecoder().decode(head?.bytes)) as Head;
  } catch {
    return { contentDisposition: null, expected: null };
  }
}

async function attempt(task: () => Promise<void>, { wait, stuck }: Patience): Promise<boolean> {
  const slow = Array<number>(SLOW_ATTEMPTS.times).fill(SLOW_ATTEMPTS.everyMs);
  for (const [at, ms] of [...QUICK_ATTEMPTS_MS, ...slow].entries()) {
    if (at === QUICK_ATTEMPTS_MS.length) stuck();
    await wait(ms);
    try {
      await task();
      return true;
    } catch {
      // once more, or never: what is stored so far stays
    }
  }
  return false;
}
