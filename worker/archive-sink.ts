import { sniffArchive } from '../lib/eugoda/archive-kind.ts';
import type { Delivered } from '../lib/eugoda/download.ts';
import { archiveFileName } from '../lib/eugoda/file-name.ts';
import type { ArchiveSink } from '../lib/eugoda/ports.ts';
import type { Database, StoredBlob } from '../lib/store/database.ts';

/** What of a delivery is in the database now. */
export interface SettledArchive {
  readonly size: number;
  readonly complete: boolean;
  readonly fileName: string;
}

export interface StoredArchiveSink extends ArchiveSink {
  /** Joins the parts into one blob, named by the service or by its bytes. */
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

/** What the answer's head said; a reborn worker has only this to name and measure a delivery by. */
interface Head {
  readonly contentDisposition: string | null;
  readonly expected: number | null;
}

/** A write that fails may have failed by the way (the database was closed under us): how long until the next attempts. */
const ATTEMPTS_MS = [0, 300, 1500];

const headId = (id: string) => `${id}.head`;
const partId = (id: string, at: number) => `${id}.part-${String(at).padStart(6, '0')}`;
const partsOf = (id: string) => IDBKeyRange.bound(`${id}.part-`, `${id}.part-\uffff`);

/**
 * A download into the database, every chunk a record of its own and flushed before the next is written: with
 * removeOnCompleted the first delivery may be the last (docs: eUgoda and its Ukrainian neighbours, section 1.2).
 */
export function createArchiveSink(database: () => Promise<Database>, place: ArchivePlace): StoredArchiveSink {
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
      let complete = delivery.outcome === 'whole';
      if (delivery.outcome === 'unstored')
        complete = (await attempt(() => write(delivery.rest))) && delivery.complete;
      return (
        (await joinParts(database, place, { complete, contentDisposition })) ?? {
          size: 0,
          complete: false,
          fileName: '',
        }
      );
    },
    async discard() {
      parts = 0;
      await dropArchive(database, place.id);
    },
  };
}

/**
 * Makes one blob of the parts, or leaves everything as it was: one transaction. Also for what a worker that died in
 * between left behind; then the head that was written first says what it knew.
 * @returns null when there is neither a part nor a blob
 */
export async function joinParts(
  database: () => Promise<Database>,
  place: ArchivePlace,
  known: { readonly complete: boolean; readonly contentDisposition: string | null } | null = null,
): Promise<SettledArchive | null> {
  const db = await database();
  const transaction = db.transaction('blobs', 'readwrite', { durability: 'strict' });
  const { store } = transaction;
  const [present, head, parts] = await Promise.all([
    store.get(place.id),
    store.get(headId(place.id)),
    store.getAll(partsOf(place.id)),
  ]);
  let settled: SettledArchive | null = null;
  const work: Promise<unknown>[] = [store.delete(headId(place.id)), store.delete(partsOf(place.id))];
  if (present !== undefined) {
    settled = { size: present.bytes.length, complete: present.complete, fileName: present.name };
  } else if (parts.length > 0) {
    const whole = join(parts.map(part => part.bytes));
    const { contentDisposition, expected } = readHead(head);
    const fileName = archiveFileName({
      contentDisposition: known?.contentDisposition ?? contentDisposition,
      externalId: place.fallbackName,
      extension: sniffArchive(whole).extension,
    });
    settled = { size: whole.length, complete: known?.complete ?? expected === whole.length, fileName };
    work.push(store.put({ ...blobOf(place, place.id, whole), name: fileName, complete: settled.complete }));
  }
  await Promise.all([...work, transaction.done]);
  return settled;
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

async function attempt(task: () => Promise<void>): Promise<boolean> {
  for (const wait of ATTEMPTS_MS) {
    await new Promise(resolve => setTimeout(resolve, wait));
    try {
      await task();
      return true;
    } catch {
      // once more, or never: what is stored so far stays
    }
  }
  return false;
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
