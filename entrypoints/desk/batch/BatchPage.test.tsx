// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { GROUPS } from '../../../components/testing/fixtures/keys.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { trustedClick } from '../../../components/testing/trusted-click.ts';
import type { BatchView } from '../../../lib/messages/views/batch.ts';
import { BATCH_PAUSED, batchView } from '../testing/fixtures.ts';
import { BatchPage } from './BatchPage.tsx';

async function open(first: BatchView) {
  let view: BatchView | null = first;
  const backend = createFakeBackend({
    answers: {
      'batch/get': () => view,
      'batch/start': () => null,
      'batch/control': () => null,
      'keys/choose': () => null,
      'didox/offer': () => ({ reviewId: 'r1' }),
    },
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

const pause = () => new Promise(resolve => setTimeout(resolve, 520));

describe('a batch', () => {
  it('shows every document as read from its bytes, and says which will be left out and why', async () => {
    const { page } = await open(batchView('ready'));
    expect(page.root.textContent).toContain('3 documents will not be signed');
    expect(page.one('option', 'Waybill No. 104').textContent).toContain('contradicts itself');
    expect(page.one('option', 'Act of completed work No. 101').textContent).toContain('2,500,000.50');
  });

  it('marks what the other side’s signature is not confirmed for, and shows why', async () => {
    const { page } = await open(batchView('ready'));
    expect(page.root.textContent).toContain("The other side's signature on 1 document is not confirmed");
    const row = page.one('option', 'Act of completed work No. 106');
    expect(row.textContent).toContain("Other side's signature not confirmed");
    expect(page.one('option', 'Contract No. 102').textContent).not.toContain('not confirmed');
    await page.click(row);
    expect(page.root.textContent).toContain('its authority is not known');
  });

  it('asks which key signs where several fit, and remembers it', async () => {
    const [first, second] = batchView('ready').keys;
    const choices = GROUPS[0]!.keys.slice(0, 2);
    const keys = [{ ...first!, label: null, choices, whose: 'person:7' }, second!];
    const { page, commands } = await open(batchView('ready', 24, { keys }));
    expect(page.one('button', 'Sign 21 documents').hasAttribute('disabled')).toBe(true);
    await page.click(page.all('radio')[0]!);
    expect(commands()).toEqual([
      { name: 'keys/choose', request: { owner: 'person:7', keyId: choices[0]!.id } },
    ]);
  });

  it('reads again what was left out because the service was not there', async () => {
    const { page, commands } = await open(batchView('ready', 24, { readable: 3 }));
    await page.click(page.one('button', 'Read the left-out ones again'));
    expect(commands()).toEqual([
      { name: 'batch/control', request: { batchId: 'batch-1', command: 'read-again' } },
    ]);
  });

  it('says what it was paused by, in the service’s words, and the way out', async () => {
    const { page, commands } = await open({ ...BATCH_PAUSED, server: 'test' });
    expect(page.root.textContent).toContain('Didox server: Test');
    expect(page.root.textContent).toContain('Оферта не подписана');
    await page.click(page.one('button', 'Sign the public offer'));
    expect(commands()).toEqual([
      { name: 'didox/offer', request: { server: 'test', owner: 'tin:300000019' } },
    ]);
  });

  it('shows what the service remarked on documents it took', async () => {
    const done = batchView('finished', 3);
    const items = done.items.map((item, n) => ({ ...item, warning: n === 1 ? 'Роуминг отложен' : null }));
    const { page } = await open({ ...done, items });
    const [first] = page.all('option');
    expect(first?.textContent).toContain('Signed, with a warning');
    expect(page.root.textContent).toContain('with a warning: 1');
    await page.click(first!);
    expect(page.root.textContent).toContain('Роуминг отложен');
  });

  it('has one button that names how many, and takes no click before half a second', async () => {
    const { page, commands } = await open(batchView('ready'));
    const sign = page.one('button', 'Sign 21 documents');
    await trustedClick(sign);
    expect(commands()).toEqual([]);
    await pause();
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
    // The second of two quick clicks on "Pause" falls on it.
    await trustedClick(page.one('button', 'Resume'));
    expect(commands()).toHaveLength(1);
    await pause();
    await trustedClick(page.one('button', 'Resume'));
    await page.click(page.one('button', 'Stop'));
    expect(commands().map(({ request }) => (request as { command: string }).command)).toEqual([
      'pause',
      'resume',
      'stop',
    ]);
  });

  it('says whose documents wait while those of the others go on', async () => {
    const { page, become } = await open({ ...BATCH_PAUSED, state: 'running' });
    expect(page.root.textContent).toContain('"ALFA SAVDO" MCHJ: 9 documents wait');
    expect(page.root.textContent).toContain('The documents of the other companies go on');
    await become(BATCH_PAUSED);
    expect(page.root.textContent).toContain('Put it right, then resume');
  });

  it('signs what was stopped by a button of its own, which takes no click before half a second', async () => {
    const view = batchView('finished', 24, { state: 'stopped', rest: 4 });
    const { page, commands } = await open(view);
    const rest = page.one('button', 'Sign the remaining 4 documents');
    await trustedClick(rest);
    await trustedClick(page.one('button', 'Retry failed'));
    expect(commands()).toEqual([]);
    await pause();
    await trustedClick(page.one('button', 'Retry failed'));
    await trustedClick(rest);
    expect(commands().map(({ request }) => (request as { command: string }).command)).toEqual([
      'retry-failed',
      'sign-rest',
    ]);
  });

  it('takes nothing up again while a stopped document is still being sent', async () => {
    const { page } = await open(batchView('running', 24, { state: 'stopped' }));
    expect(page.all('button').map(button => button.textContent)).not.toContain('Retry failed');
  });

  it('ends with a result per document, and retries the failed ones with one click that is meant', async () => {
    const { page, commands } = await open(batchView('finished'));
    expect(page.root.textContent).toContain('Finished: 21 signed, 3 not signed');
    expect(page.root.textContent).toContain('21 of 24 signed');
    await trustedClick(page.one('button', 'Retry failed'));
    await pause();
    await trustedClick(page.one('button', 'Retry failed'));
    expect(commands()).toEqual([
      { name: 'batch/control', request: { batchId: 'batch-1', command: 'retry-failed' } },
    ]);
  });
});
