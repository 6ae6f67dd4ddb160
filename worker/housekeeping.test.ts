import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../lib/receipts/receipt.ts';
import { type Database, openDatabase } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { keepHouse } from './housekeeping.ts';
import { blankJob } from './jobs.ts';

const NOW = Date.UTC(2026, 10, 21);
const DAYS = 24 * 60 * 60_000;
const settings = (keepReceiptsMonths: number | null) =>
  ({ get: async () => ({ keepReceiptsMonths }) }) as unknown as SettingsStore;
const receipt = (id: string, at: number): Receipt => ({
  id,
  jobId: id,
  service: 'didox',
  action: 'didox-sign',
  at,
  title: id,
  facts: [],
  company: { tin: null, pinfl: null, name: '' },
  counterparty: null,
  key: null,
  sha256: '',
  size: 0,
  signature: null,
  signatureBlobId: `${id}.final`,
  contentBlobId: null,
  detached: false,
  documentId: null,
  url: null,
  answer: null,
  warning: null,
});
const blob = (id: string, owner: string, createdAt: number) => ({
  id,
  owner,
  bytes: new Uint8Array(1),
  name: '',
  type: '',
  createdAt,
  complete: true,
});

describe('keepHouse', () => {
  let db: Database;
  beforeEach(async () => {
    db = await openDatabase();
    for (const store of ['jobs', 'batches', 'receipts', 'blobs', 'agreements', 'reviews'] as const)
      await db.clear(store);
  });

  it('forgets receipts older than the user keeps them, with their signatures', async () => {
    await db.put('receipts', receipt('old', NOW - 200 * DAYS));
    await db.put('receipts', receipt('new', NOW - 10 * DAYS));
    await db.put('blobs', blob('old.final', 'job:old', NOW - 200 * DAYS));
    await db.put('blobs', blob('new.final', 'job:gone', NOW - 10 * DAYS));
    await keepHouse(async () => db, settings(3), NOW);
    expect(await db.getAllKeys('receipts')).toEqual(['new']);
    expect(await db.getAllKeys('blobs')).toEqual(['new.final']);
  });

  it('keeps every receipt when the user keeps them for good', async () => {
    await db.put('receipts', receipt('old', 0));
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.count('receipts')).toBe(1);
  });

  it('keeps open jobs and unclear ends, whatever their age, and their bytes', async () => {
    const old = NOW - 400 * DAYS;
    await db.put('jobs', { ...blankJob('open', old), updatedAt: old });
    await db.put('jobs', {
      ...blankJob('unclear', old),
      open: 0,
      updatedAt: old,
      state: {
        step: 'failed',
        failure: { code: 'ambiguous-submit', words: null, data: {} },
        sent: 'unknown',
      },
    });
    await db.put('jobs', { ...blankJob('done', old), open: 0, updatedAt: old, state: { step: 'cancelled' } });
    await db.put('blobs', blob('unclear.final', 'job:unclear', old));
    await db.put('blobs', blob('done.final', 'job:done', old));
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.getAllKeys('jobs')).toEqual(['open', 'unclear']);
    expect(await db.getAllKeys('blobs')).toEqual(['unclear.final']);
  });

  it('forgets a review after the day that its page speaks of', async () => {
    for (const [id, hours] of [
      ['yesterday', 25],
      ['today', 23],
    ] as const)
      await db.put('reviews', { id, createdAt: NOW - hours * 60 * 60_000, payload: null });
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.getAllKeys('reviews')).toEqual(['today']);
  });

  it('never throws an archive of an agreement away', async () => {
    await db.put('blobs', blob('archive-1', 'agreement:umb-1', 0));
    await db.put('blobs', blob('file-1', 'agreement:new', 0));
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.getAllKeys('blobs')).toEqual(['archive-1']);
  });
});
