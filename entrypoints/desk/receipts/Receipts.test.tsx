// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBackend, type FakeBackendParts } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { FlowError, failure } from '../../../lib/signing/failure.ts';
import { Receipts } from './Receipts.tsx';
import { receiptFixture } from './receipt.fixture.ts';

const RECEIPTS = [
  receiptFixture({ id: 'old', at: 1, title: 'Old invoice' }),
  receiptFixture({ id: 'new', at: 2, title: 'New text', service: 'selection', answer: 'ok', detached: true }),
];

async function open(parts: FakeBackendParts = {}, shown: string | null = null) {
  const backend = createFakeBackend({ receipts: RECEIPTS, ...parts });
  const page = await openPage(<Receipts shown={shown} />, backend);
  await page.settle();
  return { page, backend };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('receipts', () => {
  it('are saved under the day it is here', async () => {
    vi.stubEnv('TZ', 'Asia/Tashkent');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 20, 20) });
    try {
      const { page } = await open();
      const names: string[] = [];
      vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
        names.push(this.download);
      });
      for (const kind of ['CSV', 'JSON']) await page.click(page.one('button', `Save as ${kind}`));
      expect(names).toEqual(['imzochi-receipts-2026-11-21.csv', 'imzochi-receipts-2026-11-21.json']);
    } finally {
      vi.restoreAllMocks();
      vi.useRealTimers();
      vi.unstubAllEnvs();
    }
  });

  it('stand newest first and are read again when one is added', async () => {
    const { page, backend } = await open();
    expect(page.all('option').map(option => option.textContent?.slice(0, 3))).toEqual(['New', 'Old']);
    await (await backend.database()).put('receipts', receiptFixture({ id: 'x', at: 3, title: 'Third' }));
    backend.change({ changed: 'receipts', id: 'x' });
    await page.settle();
    expect(page.all('option')).toHaveLength(3);
  });

  it('are searched while typing', async () => {
    const { page } = await open();
    await page.type(page.one('textbox', 'Search'), 'invoice');
    expect(page.all('option').map(option => option.textContent)).toHaveLength(1);
  });

  it('are deleted with the bytes only they kept, after a second question', async () => {
    const { page, backend } = await open({}, 'new');
    const database = await backend.database();
    const bytes = new Uint8Array([1]);
    const blob = { id: 'b1', owner: 'receipt:new', bytes, name: 'a', type: '', createdAt: 0, complete: true };
    await database.put('blobs', blob);
    await page.click(page.one('button', 'Delete the receipt'));
    expect(page.all('alert')[0]?.textContent).toContain('no other copy');
    await page.click(page.one('button', 'Delete the receipt'));
    await page.settle();
    expect(await database.getAllKeys('receipts')).toEqual(['old']);
    expect(await database.getAllKeys('blobs')).toEqual([]);
    expect(backend.announced).toEqual([{ changed: 'receipts', id: 'new' }]);
  });

  it('name the document’s id once', async () => {
    const receipt = receiptFixture({ id: 'a' });
    const fact = { label: 'documentId', value: receipt.documentId!, kind: 'text', strong: false } as const;
    const facts = [...receipt.facts, fact];
    const { page } = await open({ receipts: [{ ...receipt, facts }] }, 'a');
    const names = [...page.root.querySelectorAll('dt')].map(name => name.textContent?.toLowerCase());
    expect(names.filter(name => name === 'document id')).toHaveLength(1);
  });

  it.each([
    ['of a newer release', new DOMException('newer', 'VersionError'), 'newer Imzochi'],
    ['damaged', new DOMException('Internal error', 'UnknownError'), 'does not answer'],
    ['lacking a part', new DOMException('no store', 'NotFoundError'), 'does not answer'],
    ['held by an older tab', new FlowError(failure('storage-blocked')), 'older Imzochi'],
  ])('say so when the database is %s, and not that there is nothing', async (_what, error, words) => {
    const { page } = await open({ receipts: [], database: () => Promise.reject(error) });
    expect(page.all('alert')[0]?.textContent).toContain(words);
    expect(page.root.textContent).not.toContain('Nothing signed yet');
  });
});
