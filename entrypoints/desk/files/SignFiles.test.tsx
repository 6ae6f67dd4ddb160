// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../components/backend.ts';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { MOST_FILES } from '../../../lib/messages/limits.ts';
import { requestSchemas } from '../../../lib/messages/schemas.ts';
import { SignFiles } from './SignFiles.tsx';

async function withFiles(files: File[], answers: Answers) {
  const backend = createFakeBackend({ answers });
  const page = await openPage(<SignFiles />, backend);
  const drop = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(drop, { dataTransfer: { files } });
  await act(() => void page.root.querySelector('.drop')?.dispatchEvent(drop));
  await page.settle();
  const database = await backend.database();
  return { page, backend, blobs: () => database.getAll('blobs') };
}

describe('signing files', () => {
  it('puts the bytes into the database and opens one review for all of them', async () => {
    const files = [
      new File(['Шартнома'], 'договор.txt'),
      new File(['b'], 'b.pdf', { type: 'application/pdf' }),
    ];
    const { page, backend, blobs } = await withFiles(files, {
      'review/files': () => ({ reviewId: 'rev-7' }),
    });
    await page.click(page.one('button', 'Review 2 files'));
    await page.settle();
    const stored = await blobs();
    expect(stored.map(blob => new TextDecoder().decode(blob.bytes)).sort()).toEqual(['b', 'Шартнома']);
    expect(new Set(stored.map(blob => blob.owner)).size).toBe(1);
    expect(backend.asked[0]?.request).toMatchObject({
      files: [{ name: 'договор.txt', size: 16 }, { name: 'b.pdf' }],
    });
    expect(location.hash).toBe('#/review/rev-7');
    for (const blob of stored) await (await backend.database()).delete('blobs', blob.id);
  });

  it('leaves no bytes behind when no review came of it, and says why', async () => {
    const { page, blobs } = await withFiles([new File(['a'], 'a.txt')], {
      'review/files': () => Promise.reject(new RequestError('module-not-running', '')),
    });
    await page.click(page.one('button', 'Review 1 file'));
    await page.settle();
    expect(await blobs()).toEqual([]);
    expect(page.all('alert')).toHaveLength(1);
  });

  it('names the file that can no longer be read: a folder, or one that was changed since it was chosen', async () => {
    const changed = new File(['b'], 'договор.txt');
    changed.arrayBuffer = () => Promise.reject(new DOMException('could not be read', 'NotReadableError'));
    const { page, backend, blobs } = await withFiles([new File(['a'], 'a.txt'), changed], {});
    await page.click(page.one('button', 'Review 2 files'));
    await page.settle();
    expect(page.all('alert')[0]?.textContent).toContain('“договор.txt” cannot be read');
    expect(backend.asked).toEqual([]);
    expect(await blobs()).toEqual([]);
  });

  it('refuses an empty file with the reason', async () => {
    const { page } = await withFiles([new File([], 'nothing.txt')], {});
    expect(page.all('alert')[0]?.textContent).toContain('there is nothing to sign');
  });

  it('takes no more files than the worker does, and says so before any of them is copied', async () => {
    const files = Array.from({ length: MOST_FILES + 5 }, (_, at) => new File(['a'], `${at}.txt`));
    const { page, backend, blobs } = await withFiles(files, {
      'review/files': () => ({ reviewId: 'rev-8' }),
    });
    expect(page.all('alert').map(alert => alert.textContent)).toEqual([
      `Not taken: ${MOST_FILES}.txtAt most ${MOST_FILES} can be signed at once: the others are left out.`,
    ]);
    expect(await blobs()).toEqual([]);
    await page.click(page.one('button', `Review ${MOST_FILES} files`));
    await page.settle();
    const { request } = backend.asked[0]!;
    expect(requestSchemas['review/files'].safeParse(request).success).toBe(true);
    for (const blob of await blobs()) await (await backend.database()).delete('blobs', blob.id);
  });
});
