// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import type { BatchView } from '../../../lib/messages/views.ts';
import { batchView } from '../testing/fixtures.ts';
import { trustedClick } from '../testing/trusted-click.ts';
import { BatchPage } from './BatchPage.tsx';

async function open(first: BatchView) {
  let view: BatchView | null = first;
  const backend = createFakeBackend({
    answers: { 'batch/get': () => view, 'batch/start': () => null, 'batch/control': () => null },
  });
  const page = await openPage(<BatchPage id="batch-1" />, backend);
  await page.settle();
  return {
    page,
    commands: () => backend.asked.filter(({ name }) => name !== 'batch/get'),
    async become(next: BatchView | null) {
      view = next;
      backend.change({ changed: 'batch', id: 'batch-1' });
      await page.settle();
    },
  };
}

describe('a batch', () => {
  it('shows every document as read from its bytes, and says which will be left out and why', async () => {
    const { page } = await open(batchView('ready'));
    expect(page.root.textContent).toContain('3 documents will not be signed');
    expect(page.one('option', 'Waybill No. 104').textContent).toContain('contradicts itself');
    expect(page.one('option', 'Act of completed work No. 101').textContent).toContain('2,500,000.50');
  });

  it('has one button that names how many, and takes no click before half a second', async () => {
    const { page, commands } = await open(batchView('ready'));
    const sign = page.one('button', 'Sign 21 documents');
    await trustedClick(sign);
    expect(commands()).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 520));
    await trustedClick(sign);
    expect(commands()).toEqual([{ name: 'batch/start', request: { batchId: 'batch-1' } }]);
  });

  it('cannot be started while it is still being read', async () => {
    const { page } = await open(batchView('preparing'));
    expect(page.one('button', 'Sign').hasAttribute('disabled')).toBe(true);
  });

  it('follows the work, and pauses, resumes and stops', async () => {
    const { page, commands, become } = await open(batchView('running'));
    expect(page.root.querySelector('progress')?.getAttribute('max')).toBe('24');
    expect(page.root.textContent).toContain('left');
    await page.click(page.one('button', 'Pause'));
    await become(batchView('paused'));
    await page.click(page.one('button', 'Resume'));
    await page.click(page.one('button', 'Stop'));
    expect(commands().map(({ request }) => (request as { command: string }).command)).toEqual([
      'pause',
      'resume',
      'stop',
    ]);
  });

  it('ends with a result per document, and retries the failed ones with one click', async () => {
    const { page, commands } = await open(batchView('finished'));
    expect(page.root.textContent).toContain('21 of 24 signed');
    await page.click(page.one('button', 'Retry failed'));
    expect(commands()).toEqual([
      { name: 'batch/control', request: { batchId: 'batch-1', command: 'retry-failed' } },
    ]);
  });
});
