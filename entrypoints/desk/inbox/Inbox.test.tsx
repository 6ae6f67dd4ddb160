// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { USUAL_ANSWERS } from '../testing/answers.ts';
import { inboxView, PREVIEW } from '../testing/fixtures.ts';
import { trustedClick } from '../testing/trusted-click.ts';
import { Inbox } from './Inbox.tsx';

async function open(answers: Answers = {}) {
  const backend = createFakeBackend({
    answers: { ...USUAL_ANSWERS, 'inbox/list': () => inboxView(12), 'batch/get': () => null, ...answers },
  });
  const page = await openPage(<Inbox folder="waiting" />, backend);
  await page.settle();
  const asked = (name: string) => backend.asked.filter(one => one.name === name).map(one => one.request);
  return { page, asked, list: () => page.all('listbox')[0]! };
}

beforeEach(() => {
  location.hash = '';
});

describe('the inbox', () => {
  it('selects by keyboard and prepares a batch of what can be signed', async () => {
    const { page, asked, list } = await open({ 'batch/prepare': () => ({ batchId: 'b9' }) });
    await page.press(list(), 'a', { ctrlKey: true });
    expect(page.root.textContent).toContain('12 selected');
    expect(page.root.textContent).toContain('6 of them cannot be signed');
    await page.click(page.one('button', 'Review 6 documents'));
    expect((asked('batch/prepare')[0] as { documents: unknown[] }).documents).toHaveLength(6);
    expect(location.hash).toBe('#/batch/b9');
  });

  it('never keeps selected what the filter hides', async () => {
    const { page, list } = await open();
    await page.press(list(), 'a', { ctrlKey: true });
    await page.type(page.one('textbox', 'Search'), "o'rgimchak");
    expect(page.root.textContent).toContain('3 selected');
  });

  it('signs in per company, and lets a person enter a related company', async () => {
    const { page, asked } = await open({ 'didox/sign-in': () => ({ jobId: 'j1' }) });
    await page.click(page.one('button', 'Sign in: ALIYEV ANVAR'));
    await page.click(page.one('button', 'Enter'));
    expect(asked('didox/sign-in')).toEqual([
      { owner: 'person:30000000000017', company: undefined, branch: undefined },
      { owner: 'person:30000000000017', company: '300000035', branch: undefined },
    ]);
  });

  it('shows a document before it is acted on; its HTML can run nothing', async () => {
    const { page, list } = await open();
    await page.press(list(), 'Enter');
    const frame = page.root.querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toBe('');
    expect(frame?.getAttribute('srcdoc')).toContain('№ 118');
    expect(page.root.textContent).toContain("The other side's signature");
  });

  it('rejects only with a reason, and names the preview it was shown with', async () => {
    const { page, asked, list } = await open({ 'inbox/act': () => ({ jobId: 'j2' }) });
    await page.press(list(), 'Enter');
    await page.click(page.one('button', 'Reject'));
    const buttons = () => page.all('button').filter(button => button.textContent === 'Reject');
    expect(buttons().map(button => button.hasAttribute('disabled'))).toEqual([true]);
    await page.type(page.root.querySelector('textarea')!, 'Сумма не сходится');
    await new Promise(resolve => setTimeout(resolve, 520));
    await trustedClick(buttons()[0]!);
    expect(asked('inbox/act')).toEqual([
      { previewId: PREVIEW.previewId, action: 'reject', reason: 'Сумма не сходится', keyId: undefined },
    ]);
  });

  it('looks again instead of signing when the document has changed', async () => {
    const { page, asked, list } = await open({ 'inbox/act': () => ({ refused: 'stale' }) });
    await page.press(list(), 'Enter');
    await new Promise(resolve => setTimeout(resolve, 520));
    await trustedClick(page.one('button', 'Accept'));
    await page.settle();
    expect(page.root.textContent).toContain('changed since it was shown');
    expect(asked('inbox/preview')).toHaveLength(2);
  });

  it('shows again the batch that is under way', async () => {
    const { page } = await open({ 'batch/get': USUAL_ANSWERS['batch/get']! });
    expect(page.root.textContent).toContain('A batch is under way');
  });
});
