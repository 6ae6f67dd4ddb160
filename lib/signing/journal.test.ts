import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { createJournal, storageFailure } from './journal.ts';
import { buildReceipt } from './receipt-of.ts';
import { reusableBlobs } from './reusable.ts';
import { aJob, CONTENT, DONE, failed, SUMMARY, setUp } from './testing/set-up.ts';

describe('the journal', () => {
  let db: Database;
  beforeEach(async () => {
    db = (await setUp()).db;
  });
  const journal = (database: () => Promise<Database> = async () => db) => createJournal(database, () => 77);

  it('writes a new job with everything it is about, or nothing', async () => {
    const broken = new Proxy(db, {
      get: (target, name) =>
        name === 'transaction'
          ? (...args: Parameters<Database['transaction']>) => {
              const transaction = target.transaction(...args);
              queueMicrotask(() => transaction.abort());
              return transaction;
            }
          : Reflect.get(target, name, target),
    });
    await expect(
      journal(async () => broken).create(aJob(), { content: CONTENT, theirs: CONTENT }),
    ).rejects.toThrow('storage-broken');
    expect(await db.count('jobs')).toBe(0);
    expect(await db.count('blobs')).toBe(0);
    const written = await journal().create(aJob(), { content: CONTENT, theirs: CONTENT });
    expect(written.blobs).toEqual({ content: 'job-1.content', theirs: 'job-1.theirs' });
    expect(await journal().get('job-1')).toEqual(written);
  });
  it('tells open jobs from ended ones by their state alone', async () => {
    await journal().put(aJob({ open: 0 }));
    expect(await journal().open()).toMatchObject([{ id: 'job-1', open: 1, updatedAt: 77 }]);
    await journal().finish(aJob({ state: failed('x') }), null);
    expect(await journal().open()).toEqual([]);
  });
  it('writes the receipt and the end in one', async () => {
    const receipt = buildReceipt(aJob({ signature: SUMMARY }), DONE, 5);
    await journal().finish(
      aJob({ state: { step: 'done', receiptId: 'receipt-job-1', warning: null } }),
      receipt,
    );
    expect(await db.get('receipts', 'receipt-job-1')).toMatchObject({ jobId: 'job-1', documentId: 'A' });
  });
  it('keeps a second signature beside the first', async () => {
    const first = await journal().putBlob(aJob({ signings: 1 }), 'created', new Uint8Array([1]));
    const second = await journal().putBlob({ ...first, signings: 2 }, 'created', new Uint8Array([2]));
    expect(second.blobs.created).not.toBe(first.blobs.created);
    expect(await db.count('blobs')).toBe(2);
  });
  it.each([
    ['QuotaExceededError', 'storage-full'],
    ['VersionError', 'storage-newer'],
    ['UnknownError', 'storage-broken'],
  ])('names %s', async (name, code) => {
    const gone = async () => Promise.reject(new DOMException('no', name));
    await expect(journal(gone).open()).rejects.toMatchObject({ failure: { code } });
    expect(storageFailure(new DOMException('', name)).code).toBe(code);
  });
});

describe('buildReceipt', () => {
  it('points to what was submitted, and is not made for signing in', () => {
    const job = aJob({
      signature: SUMMARY,
      blobs: { content: 'c', created: '1', stamped: '2', final: '3' },
    });
    expect(buildReceipt(job, { ...DONE, warning: 'w', url: 'u' }, 9)).toMatchObject({
      service: 'didox',
      at: 9,
      signatureBlobId: '3',
      contentBlobId: 'c',
      warning: 'w',
      url: 'u',
      key: { holder: 'H', serial: 'ab' },
    });
    expect(buildReceipt({ ...job, action: 'didox-sign-in' }, DONE, 9)).toBeNull();
    expect(buildReceipt({ ...job, action: 'selection', target: null }, DONE, 9)).toMatchObject({
      service: 'selection',
      documentId: null,
    });
  });
});

describe('reusableBlobs', () => {
  const all = { content: 'c', theirs: 't', created: '1', stamped: '2', final: '3' };
  it.each([
    ['network-gone', all, all],
    ['signature-content-differs', all, { content: 'c', theirs: 't', created: '1', stamped: '2' }],
    ['stamp-invalid', { content: 'c', created: '1', stamped: '2' }, { content: 'c', created: '1' }],
    ['stamp-missing', { content: 'c', created: '1' }, { content: 'c', created: '1' }],
    ['signature-wrong-signer', { content: 'c', theirs: 't', created: '1' }, { content: 'c', theirs: 't' }],
  ])('after %s', (code, blobs, expected) => {
    expect(reusableBlobs(aJob({ state: failed(code), blobs }))).toEqual(expected);
  });
});
