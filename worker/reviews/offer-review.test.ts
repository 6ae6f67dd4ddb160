import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysView } from '../../components/testing/fixtures/keys.ts';
import { failure } from '../../lib/signing/failure.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { account } from '../inbox/inbox.fixture.ts';
import type { WorkerPlatform } from '../platform.ts';
import { createReviews, type Reviews } from './reviews.ts';

const PDF = new TextEncoder().encode('%PDF-1.7 the terms');

describe('a review of the public offer', () => {
  let db: Database;
  let reviews: Reviews;
  let pdf: Uint8Array | null;
  beforeEach(async () => {
    db = await openDatabase();
    for (const store of ['blobs', 'reviews'] as const) await db.clear(store);
    pdf = PDF;
    reviews = createReviews({
      platform: {
        timer: { now: () => 1000 },
        tabs: { openDesk: async () => {} },
        session: memoryStore(),
      } as unknown as WorkerPlatform,
      database: async () => db,
      keys: {
        view: async () => keysView(),
        forOwner: async () => ({ candidates: [], settled: null, unusable: failure('no-key-for-company') }),
      } as never,
      engine: { cancel: async () => {} } as never,
      didox: {
        service: {
          createOffer: async () => ({ json: { a: 1 }, raw: '{"j":{"a":1}}', path: ['j'], pdf }),
        },
      } as never,
      preparePorts: () => ({}) as never,
    });
    return () => db.close();
  });
  const offer = () => reviews.offer('production', account('tin:1'));

  it('has what Didox handed over as its text, for as long as the review is there', async () => {
    const id = await offer();
    const { pdfBlobId, items } = (await reviews.get(id))!;
    expect(await db.get('blobs', pdfBlobId!)).toMatchObject({
      owner: `review:${id}`,
      type: 'application/pdf',
      bytes: PDF,
    });
    // What is signed is not the text.
    expect(items).toMatchObject([{ size: '{"a":1}'.length }]);
    const other = await offer();
    await reviews.dismiss(id);
    expect((await db.getAll('blobs')).map(({ owner }) => owner)).toEqual([`review:${other}`]);
  });

  it('is there without a text that could be shown', async () => {
    pdf = null;
    const view = await reviews.get(await offer());
    expect(view).toMatchObject({ action: 'didox-offer', pdfBlobId: null, items: [{}] });
    expect(await db.count('blobs')).toBe(0);
  });

  it('no other review has one', async () => {
    expect(await reviews.get(await reviews.practice('A text', 'text'))).toMatchObject({ pdfBlobId: null });
  });
});
