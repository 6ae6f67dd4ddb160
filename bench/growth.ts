import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

const SIZES = [10, 100, 1000];

/** Receipts in the database, and how long the desk takes to show them: it must not grow faster than the work. */
export async function measureGrowth({ browser }: BenchContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    await browser.withExtensionPage(page =>
      page.evaluate(async (count: number) => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('imzochi');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const transaction = database.transaction('receipts', 'readwrite');
        for (let at = 0; at < count; at += 1) {
          transaction.objectStore('receipts').put({
            id: `bench-${at}`,
            jobId: `bench-${at}`,
            service: 'didox',
            action: 'didox-sign',
            at: Date.now() - at * 60_000,
            title: `№ ${at}`,
            facts: [],
            company: { tin: '300000019', pinfl: null, name: 'A' },
            counterparty: { tin: '300000027', name: `B ${at}` },
            key: null,
            sha256: 'ab'.repeat(32),
            size: 1,
            signature: null,
            signatureBlobId: null,
            contentBlobId: null,
            detached: false,
            documentId: null,
            url: null,
            answer: null,
            warning: null,
          });
        }
        await new Promise(resolve => {
          transaction.oncomplete = resolve;
        });
        database.close();
      }, size),
    );
    const page = await browser.newPage();
    const begun = Date.now();
    await page.goto(`${browser.origin}/desk.html#/receipts`);
    await page.waitForFunction(() => document.body.textContent?.includes('№ 3'), { polling: 'raf' });
    rows.push(summarize(`desk receipts with ${size}: open to shown`, [Date.now() - begun]));
    await page.close();
  }
  return rows;
}
