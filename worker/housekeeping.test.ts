import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import * as step from '../lib/eugoda/agreement-steps.ts';
import type { Agreement } from '../lib/eugoda/agreements.ts';
import { defaultRegistrationOptions } from '../lib/eugoda/requests.ts';
import type { Receipt } from '../lib/receipts/receipt.ts';
import { type Database, openDatabase } from '../lib/store/database.ts';
import { memoryStore } from '../lib/vault/memory.fixture.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { keepHouse, keepHouseDaily } from './housekeeping.ts';
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

  it('counts a month back to the last day where that month has no such day', async () => {
    const at = (month: number, day: number) => new Date(2026, month - 1, day, 12).getTime();
    for (const [month, day] of [
      [2, 27],
      [2, 28],
      [3, 1],
    ] as const)
      await db.put('receipts', receipt(`${month}-${day}`, at(month, day)));
    await keepHouse(async () => db, settings(1), at(3, 31));
    expect(await db.getAllKeys('receipts')).toEqual(['3-1']);
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
      action: 'didox-sign',
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

  it('forgets a batch that was never begun after the same day, and a begun one that rests after long', async () => {
    const batch = { keys: {}, items: [] };
    for (const [id, state, days, startedAt] of [
      ['shown-long-ago', 'ready', 2, null],
      ['shown', 'ready', 0.9, null],
      ['resting', 'paused', 59, 1],
      ['resting-for-good', 'paused', 61, 1],
      ['at-work', 'running', 61, 1],
    ] as const)
      await db.put('batches', { ...batch, id, state, startedAt, createdAt: NOW - days * DAYS });
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.getAllKeys('batches')).toEqual(['at-work', 'resting', 'shown']);
  });

  it('never throws an archive of an agreement away, but what a forgotten one left', async () => {
    const agreement = step.beginRegistration(
      {
        externalId: 'known',
        applicationId: 'umbrella',
        subject: { from: 'page', host: '' },
        options: defaultRegistrationOptions,
      },
      NOW - 2 * DAYS,
    );
    await db.put('agreements', agreement);
    const newer = { externalId: 'unreadable', state: 'of a newer version' };
    await db.put('agreements', newer as unknown as Agreement);
    for (const [externalId, days] of [
      ['forgotten', 0.5],
      ['long-forgotten', 2],
    ] as const)
      await db.put('agreements', { ...step.forget(agreement, NOW - days * DAYS), externalId });
    for (const owner of ['known', 'unreadable', 'forgotten', 'long-forgotten', 'nobody', 'new'])
      await db.put('blobs', blob(owner, `agreement:${owner}`, NOW - 1.1 * DAYS));
    await db.put('blobs', blob('coming', 'agreement:new', NOW - 0.9 * DAYS));
    await keepHouse(async () => db, settings(null), NOW);
    expect(await db.getAllKeys('blobs')).toEqual(['coming', 'known', 'unreadable']);
    expect(await db.getAllKeys('agreements')).toEqual(['forgotten', 'known', 'unreadable']);
  });
});

describe('keepHouseDaily', () => {
  const HOUR = DAYS / 24;
  let db: Database;
  let local: ReturnType<typeof memoryStore>;
  beforeEach(async () => {
    db = await openDatabase();
    for (const store of ['receipts', 'blobs', 'reviews'] as const) await db.clear(store);
    local = memoryStore();
    await db.put('receipts', receipt('old', NOW - 200 * DAYS));
    await db.put('receipts', receipt('new', NOW - 10 * DAYS));
  });
  const at = (now: number) => keepHouseDaily(async () => db, settings(3), local, now);
  const receipts = () => db.getAllKeys('receipts');

  it('loses nothing to a clock that stands years ahead for hours, or has', async () => {
    await db.put('reviews', { id: 'open', createdAt: NOW + 6 * HOUR, payload: null });
    await db.put('blobs', blob('coming', 'agreement:new', NOW + 6 * HOUR));
    await db.put('blobs', blob('new.final', 'job:gone', NOW - 10 * DAYS));
    const years = 19 * 365 * DAYS;
    for (const now of [NOW, NOW + years, NOW + years + 5 * HOUR, NOW + 6 * HOUR]) await at(now);
    expect(await receipts()).toEqual(['new']);
    for (const now of [NOW + years + 6 * HOUR, NOW + 7 * HOUR]) await at(now);
    expect(await receipts()).toEqual(['new']);
    expect(await db.getAllKeys('reviews')).toEqual(['open']);
    expect(await db.getAllKeys('blobs')).toEqual(['coming', 'new.final']);
  });

  it('does its work also for somebody who comes every second month', async () => {
    await at(NOW);
    expect(await receipts()).toEqual(['new', 'old']);
    await at(NOW + 61 * DAYS);
    expect(await receipts()).toEqual(['new']);
    for (const day of [122, 183]) await at(NOW + day * DAYS);
    expect(await receipts()).toEqual([]);
  });

  it('looks once a day, and keeps a review for a day and no longer than two', async () => {
    await at(NOW);
    await db.put('reviews', { id: 'a', createdAt: NOW + 1, payload: null });
    for (const hours of [20, 24, 47]) await at(NOW + hours * HOUR);
    expect(await db.count('reviews')).toBe(1);
    await at(NOW + 48 * HOUR);
    expect(await db.count('reviews')).toBe(0);
  });
});
