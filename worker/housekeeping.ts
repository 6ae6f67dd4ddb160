import { deleteReceipt } from '../lib/receipts/delete-receipt.ts';
import { isUnclear } from '../lib/signing/job.ts';
import type { Database } from '../lib/store/database.ts';
import type { KeyValuePort } from '../lib/vault/ports.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { archiveOwner } from './agreements/agreement-store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A review nobody confirmed, and the view of a card, are forgotten after this; the review's page says so. */
const REVIEW_DAYS = 1;
/** Finished jobs stay this long in the popup's and the desk's sight; their receipts stay as the user chose. */
const JOB_DAYS = 60;
/** Files put into the database for a review or a registration that never came, and what a forgotten agreement left. */
const LOOSE_BLOB_DAYS = 1;
/** What a hard stop was about; somebody is to be shown it. */
const DIFFERENCE_DAYS = 2;

const KEPT_AT = 'house.keptAt';

/**
 * Once a day, however often the worker wakes. A clock may stand years ahead for an hour (a dead battery), and nothing
 * brings an archive back: what counts is the day after the last time, which this time only confirms.
 */
export async function keepHouseDaily(
  database: () => Promise<Database>,
  settings: SettingsStore,
  local: KeyValuePort,
  now: number,
): Promise<void> {
  const kept = Number(await local.get(KEPT_AT));
  const since = now - kept;
  if (since >= 0 && since < DAY_MS) return;
  await local.set(KEPT_AT, now);
  // Less than nothing: that clock stood ahead, or this one stands behind. No number: there was no last time.
  if (since > 0) await keepHouse(database, settings, kept + DAY_MS);
}

/**
 * Throws away what nobody needs any more. Never: a receipt the user keeps, an open job, a job
 * whose end is unclear, a signature a receipt points to, the archive of an agreement that is in the list.
 */
export async function keepHouse(
  database: () => Promise<Database>,
  settings: SettingsStore,
  now: number,
): Promise<void> {
  const db = await database();
  await forgetReceipts(db, (await settings.get()).keepReceiptsMonths, now);
  for (const review of await db.getAll('reviews')) {
    if (now - review.createdAt > REVIEW_DAYS * DAY_MS) await db.delete('reviews', review.id);
  }
  for (const job of await db.getAllFromIndex('jobs', 'open', 0)) {
    if (!isUnclear(job) && now - job.updatedAt > JOB_DAYS * DAY_MS) await db.delete('jobs', job.id);
  }
  for (const batch of await db.getAll('batches')) {
    // One that was never begun is a review that nobody confirmed.
    const days = batch.startedAt === null ? REVIEW_DAYS : JOB_DAYS;
    if (batch.state !== 'running' && now - batch.createdAt > days * DAY_MS)
      await db.delete('batches', batch.id);
  }
  await forgetTombstones(db, now);
  await forgetLooseBlobs(db, now);
}

async function forgetReceipts(db: Database, months: number | null, now: number): Promise<void> {
  if (months === null) return;
  const before = monthsBefore(now, months);
  for (const receipt of await db.getAllFromIndex('receipts', 'at', IDBKeyRange.upperBound(before))) {
    await deleteReceipt(db, receipt);
  }
}

/** On the same day of that month, or on its last where it has no such day. */
function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getDate();
  date.setMonth(date.getMonth() - months);
  if (date.getDate() !== day) date.setDate(0);
  return date.getTime();
}

/** Long enough dead that nothing of theirs can come any more. */
async function forgetTombstones(db: Database, now: number): Promise<void> {
  for (const agreement of await db.getAll('agreements')) {
    if (agreement.state === 'forgotten' && now - agreement.changedAt > LOOSE_BLOB_DAYS * DAY_MS)
      await db.delete('agreements', agreement.externalId);
  }
}

async function forgetLooseBlobs(db: Database, now: number): Promise<void> {
  const [jobs, reviews, receipts, agreements] = await Promise.all([
    db.getAllKeys('jobs'),
    db.getAllKeys('reviews'),
    db.getAll('receipts'),
    db.getAll('agreements'),
  ]);
  const kept = new Set(receipts.flatMap(receipt => [receipt.signatureBlobId, receipt.contentBlobId]));
  // A record that cannot be read may be an agreement's all the same.
  const living = agreements.filter(({ state }) => state !== 'forgotten');
  const owners = new Set([
    ...jobs.map(id => `job:${id}`),
    ...reviews.map(id => `review:${id}`),
    ...living.map(({ externalId }) => archiveOwner(externalId)),
  ]);
  let cursor = await db.transaction('blobs').store.openCursor();
  const loose: string[] = [];
  while (cursor) {
    const { id, owner, createdAt } = cursor.value;
    const days = owner.startsWith('difference:') ? DIFFERENCE_DAYS : LOOSE_BLOB_DAYS;
    const old = now - createdAt > days * DAY_MS;
    if (old && !kept.has(id) && !owners.has(owner)) loose.push(id);
    cursor = await cursor.continue();
  }
  for (const id of loose) await db.delete('blobs', id);
}
