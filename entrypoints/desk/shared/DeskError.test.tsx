// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { failure, withEvidence } from '../../../lib/signing/failure.ts';
import { DeskError } from './DeskError.tsx';

const saved: string[] = [];
vi.mock('./save-file.ts', async original => ({
  ...(await original<typeof import('./save-file.ts')>()),
  saveFile: (name: string, bytes: Uint8Array) => saved.push(`${name}: ${new TextDecoder().decode(bytes)}`),
}));

describe('a failure over bytes that were kept', () => {
  const reason = withEvidence(failure('counterparty-differs'), 'difference/11F0');

  it('leads to them, and saves what was returned', async () => {
    const backend = createFakeBackend();
    const database = await backend.database();
    const put = (id: string, name: string, bytes: string) =>
      database.put('blobs', {
        id,
        owner: 'difference:11F0',
        name,
        bytes: new TextEncoder().encode(bytes),
        type: '',
        createdAt: 0,
        complete: true,
      });
    await put('o', 'С-77', 'ours');
    await put('t', 'С-77.p7m', 'theirs');
    const page = await openPage(<DeskError failure={reason} />, backend);
    const link = page.root.querySelector('a');
    expect([link?.textContent, link?.getAttribute('href')]).toEqual([
      'Open in Inspect',
      '#/inspect/difference/11F0',
    ]);
    await page.click(page.one('button', 'Save what was returned'));
    await page.settle();
    expect(saved).toEqual(['С-77.p7m: theirs']);
    await database.clear('blobs');
    await page.click(page.one('button', 'Save what was returned'));
    await page.settle();
    expect(page.all('alert').at(-1)?.textContent).toContain('not there');
  });

  it('is an ordinary one where nothing was kept', async () => {
    const page = await openPage(<DeskError failure={failure('counterparty-differs')} />, createFakeBackend());
    expect(page.all('button')).toEqual([]);
    expect(page.all('alert')).toHaveLength(1);
  });
});
