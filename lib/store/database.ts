import {
  type DBSchema,
  deleteDB,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from 'idb';
import type { Agreement } from '../eugoda/agreements.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { BatchRecord } from '../signing/batch-record.ts';
import type { JobRecord } from '../signing/job.ts';

/** Bytes that outlive a context: contents, signatures, archives. sendMessage drops binary data, so they pass here. */
export interface StoredBlob {
  readonly id: string;
  /** What they belong to: `job:…`, `receipt:…`, `agreement:…`, `review:…`; a blob without an owner is swept. */
  readonly owner: string;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: string;
  readonly createdAt: number;
  /** False while a download is still writing; what was delivered is kept either way. */
  readonly complete: boolean;
}

/** A review waiting for its second click: what will be signed, exactly as shown. */
export interface StoredReview {
  readonly id: string;
  readonly createdAt: number;
  readonly payload: unknown;
}

export interface Schema extends DBSchema {
  jobs: { key: string; value: JobRecord; indexes: { open: number; subject: string; updatedAt: number } };
  batches: { key: string; value: BatchRecord };
  receipts: { key: string; value: Receipt; indexes: { at: number } };
  blobs: { key: string; value: StoredBlob; indexes: { owner: string } };
  agreements: { key: string; value: Agreement };
  reviews: { key: string; value: StoredReview };
}
export type Database = IDBPDatabase<Schema>;

export const DATABASE_NAME = 'imzochi';

/** Everything is done within the one transaction of the upgrade: `await` nothing but it. Throwing leaves all as it was. */
type Upgrade = (
  database: Database,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
) => void | Promise<void>;

/** One step for each version, from the first on. Add one with every change of the schema; never change a published one. */
const UPGRADES: readonly Upgrade[] = [
  database => {
    const jobs = database.createObjectStore('jobs', { keyPath: 'id' });
    jobs.createIndex('open', 'open');
    jobs.createIndex('subject', 'subject');
    jobs.createIndex('updatedAt', 'updatedAt');
    database.createObjectStore('batches', { keyPath: 'id' });
    database.createObjectStore('receipts', { keyPath: 'id' }).createIndex('at', 'at');
    database.createObjectStore('blobs', { keyPath: 'id' }).createIndex('owner', 'owner');
    database.createObjectStore('agreements', { keyPath: 'externalId' });
    database.createObjectStore('reviews', { keyPath: 'id' });
  },
];

/**
 * Opens the one database, upgrading step by step from whatever version is there. A newer version than ours (the
 * extension was downgraded) is refused by IndexedDB with a VersionError: nothing is touched, the caller says so.
 * @param onBlocked another context holds an older version open; opening goes on once that one lets go
 */
export async function openDatabase(
  onBlocked: () => void = () => {},
  upgrades: readonly Upgrade[] = UPGRADES,
): Promise<Database> {
  let failed: unknown;
  try {
    return await openDB<Schema>(DATABASE_NAME, upgrades.length, {
      async upgrade(database, oldVersion, _newVersion, transaction) {
        try {
          for (const step of upgrades.slice(oldVersion)) await step(database, transaction);
        } catch (error) {
          failed = error;
          transaction.done.catch(() => undefined);
          transaction.abort();
        }
      },
      blocked: onBlocked,
      blocking(_current, _blocked, event) {
        // Another context wants to upgrade: let it.
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    // Why a step gave up tells more than that its transaction was aborted.
    throw failed ?? error;
  }
}

/**
 * Empties it. One that cannot be opened or emptied (a newer version's, damaged) goes as a whole: whoever has it open is
 * asked to let go, and does.
 */
export async function eraseDatabase(open: () => Promise<Database>): Promise<void> {
  try {
    const database = await open();
    const stores = [...database.objectStoreNames];
    const transaction = database.transaction(stores, 'readwrite');
    await Promise.all([...stores.map(store => transaction.objectStore(store).clear()), transaction.done]);
  } catch {
    await deleteDB(DATABASE_NAME);
  }
}
