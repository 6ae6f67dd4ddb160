import type { TestBrowser } from '../tests/harness/index.ts';

/** Puts so many receipts or open jobs into the product's database; the same ids again, so that sizes do not add up. */
export async function fillDatabase(
  browser: TestBrowser,
  store: 'receipts' | 'jobs',
  count: number,
): Promise<void> {
  const records = Array.from({ length: count }, (_, at) => ({ ...common(at), ...SPECIAL[store](at) }));
  await browser.withExtensionPage(page =>
    page.evaluate(
      async (into: string, all: unknown[]) => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('imzochi');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const transaction = database.transaction(into, 'readwrite');
        for (const record of all) transaction.objectStore(into).put(record);
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onerror = reject;
        });
        database.close();
      },
      store,
      records,
    ),
  );
}

const common = (at: number) => ({
  id: `bench-${at}`,
  action: 'didox-sign',
  title: `№ ${at}`,
  facts: [],
  company: { tin: '300000019', pinfl: null, name: 'A' },
  counterparty: { tin: '300000027', name: `B ${at}` },
  sha256: 'ab'.repeat(32),
  size: 1,
  signature: null,
  detached: false,
});

const SPECIAL = {
  receipts: (at: number) => ({
    jobId: `bench-${at}`,
    service: 'didox',
    at: Date.now() - at * 60_000,
    key: null,
    signatureBlobId: null,
    contentBlobId: null,
    documentId: null,
    url: null,
    answer: null,
    warning: null,
  }),
  jobs: (at: number) => ({
    subject: `didox:production:300000019:bench-${at}`,
    open: 1,
    state: { step: 'queued' },
    createdAt: Date.now() - at * 60_000,
    updatedAt: Date.now() - at * 60_000,
    signer: null,
    stamp: true,
    blobs: {},
    signatureHex: null,
    target: null,
    batchId: null,
    signings: 1,
  }),
};
