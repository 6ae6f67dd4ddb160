// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { GROUPS } from '../../../components/testing/fixtures/keys.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { trustedClick } from '../../../components/testing/trusted-click.ts';
import type { DidoxServer } from '../../../lib/didox/servers.ts';
import { LONGEST_REASON, MOST_DOCUMENTS } from '../../../lib/messages/limits.ts';
import { requestSchemas } from '../../../lib/messages/schemas.ts';
import type { BatchView } from '../../../lib/messages/views/batch.ts';
import type { JobView } from '../../../lib/messages/views/job.ts';
import { failure } from '../../../lib/signing/failure.ts';
import { USUAL_ANSWERS } from '../testing/answers.ts';
import { batchView, DONE_JOB, inboxView, PREVIEW, SIGNED_OUT } from '../testing/fixtures.ts';
import { Inbox } from './Inbox.tsx';

async function open(answers: Answers = {}, server?: DidoxServer) {
  const backend = createFakeBackend({
    answers: { ...USUAL_ANSWERS, 'inbox/list': () => inboxView(12), 'batch/get': () => null, ...answers },
  });
  const page = await openPage(<Inbox folder="waiting" server={server} />, backend);
  await page.settle();
  const asked = (name: string) => backend.asked.filter(one => one.name === name).map(one => one.request);
  return { page, backend, asked, list: () => page.all('listbox')[0]! };
}

const pause = () => new Promise(resolve => setTimeout(resolve, 520));

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

  it('prepares no more documents than a batch may have, the first of the list, and says so', async () => {
    const { page, asked, list } = await open({
      'inbox/list': () => inboxView(2 * MOST_DOCUMENTS + 4),
      'batch/prepare': () => ({ batchId: 'b9' }),
    });
    const note = `At most ${MOST_DOCUMENTS} can be signed at once`;
    expect(page.root.textContent).not.toContain(note);
    await page.press(list(), 'a', { ctrlKey: true });
    expect(page.root.textContent).toContain(note);
    await page.click(page.one('button', `Review ${MOST_DOCUMENTS} documents`));
    const [request] = asked('batch/prepare') as { documents: unknown[] }[];
    expect(request?.documents).toHaveLength(MOST_DOCUMENTS);
    expect(requestSchemas['batch/prepare'].safeParse(request).success).toBe(true);
  });

  it('never keeps selected what the filter hides', async () => {
    const { page, list } = await open();
    await page.press(list(), 'a', { ctrlKey: true });
    await page.type(page.one('textbox', 'Search'), "o'rgimchak");
    expect(page.root.textContent).toContain('3 selected');
  });

  it('signs in per company, and lets a person enter a related company', async () => {
    const { page, asked } = await open({ 'didox/sign-in': () => ({ jobId: 'j1' }) });
    await pause();
    await trustedClick(page.one('button', 'Sign in: ALIYEV ANVAR'));
    await trustedClick(page.one('button', 'Enter'));
    expect(asked('didox/sign-in')).toEqual([
      { server: 'production', owner: 'person:30000000000017', company: undefined, branch: undefined },
      { server: 'production', owner: 'person:30000000000017', company: '300000035', branch: undefined },
    ]);
  });

  it.each(['Sign in: ALIYEV ANVAR', 'Enter', 'Enter the branch: 00001', 'Enter the branch'])(
    'takes no click on "%s" in the first half second, and none of a script',
    async name => {
      const accounts = inboxView(0).accounts.map(account => ({
        ...account,
        branches: [{ number: '00001', name: 'Samarqand', tin: null }],
      }));
      const { page, asked } = await open({
        'inbox/list': () => inboxView(0, { accounts }),
        'didox/sign-in': () => ({ jobId: 'j1' }),
      });
      await page.type(page.one('textbox', 'Branch number'), '77');
      const button = page
        .all('button')
        .find(each => (each.getAttribute('aria-label') ?? each.textContent) === name)!;
      await trustedClick(button);
      expect(button.getAttribute('aria-disabled')).toBe('true');
      await pause();
      await page.click(button);
      expect(asked('didox/sign-in')).toEqual([]);
      await trustedClick(button);
      expect(asked('didox/sign-in')).toHaveLength(1);
    },
  );

  it('signs in from a document whose session is over: the half second counts there, too', async () => {
    const over = { ...PREVIEW, error: failure('session-expired'), actions: ['sign-in'] as const };
    const { page, asked, list } = await open({
      'inbox/preview': () => over,
      'didox/sign-in': () => ({ jobId: 'j1' }),
    });
    await page.press(list(), 'Enter');
    const button = () => page.all('button').find(each => each.textContent === 'Sign in')!;
    await trustedClick(button());
    expect(asked('didox/sign-in')).toEqual([]);
    await pause();
    await trustedClick(button());
    expect(asked('didox/sign-in')).toHaveLength(1);
  });

  it('signs in with a token that has not been asked whose it is', async () => {
    const device = { ...inboxView(0).accounts[2]!, owner: 'token', keyId: 't1', title: 'ePass 2003' };
    const { page, asked } = await open({
      'inbox/list': () => inboxView(0, { accounts: [{ ...device, relatedCompanies: [] }], loadedAt: null }),
      'didox/sign-in': () => ({ jobId: 'j1' }),
    });
    expect(page.root.textContent).toContain('A token or card');
    await pause();
    await trustedClick(page.one('button', 'Sign in: ePass 2003'));
    expect(asked('didox/sign-in')).toMatchObject([{ owner: 'token', keyId: 't1' }]);
  });

  it('does not say that nothing waits where nobody is signed in, or nothing could be loaded', async () => {
    const out = await open({ 'inbox/list': () => inboxView(0, { accounts: SIGNED_OUT, loadedAt: null }) });
    expect(out.page.root.textContent).toContain('Sign in for a company to see its documents.');
    expect(out.page.root.textContent).not.toContain('Nothing waits');
    expect(out.page.root.querySelector('search')).toBeNull();
    const errors = [{ owner: 'tin:300000019', error: failure('network-gone') }];
    const failed = await open({ 'inbox/list': () => inboxView(0, { errors }) });
    expect(failed.page.root.textContent).toContain('No connection to the service');
    expect(failed.page.root.textContent).not.toContain('Nothing waits');
    const empty = await open({ 'inbox/list': () => inboxView(0) });
    expect(empty.page.root.textContent).toContain('Nothing waits for your signature');
  });

  it('offers the branches that the service named, and takes any other', async () => {
    const accounts = inboxView(0).accounts.map(account => ({
      ...account,
      branches: [
        { number: '00001', name: 'Samarqand', tin: '300000035' },
        { number: '00002', name: null, tin: null },
        { number: '00003', name: 'Of another company', tin: '300000999' },
      ],
    }));
    const { page, asked } = await open({
      'inbox/list': () => inboxView(0, { accounts }),
      'didox/sign-in': () => ({ jobId: 'j1' }),
    });
    expect(page.root.textContent).not.toContain('Of another company');
    await pause();
    await trustedClick(page.one('button', 'Enter the branch: 00001'));
    await page.type(page.one('textbox', 'Branch number'), '77');
    await trustedClick(page.all('button').find(button => button.textContent === 'Enter the branch')!);
    expect(asked('didox/sign-in')).toMatchObject([
      { company: '300000035', branch: '00001' },
      { company: '300000035', branch: '77' },
    ]);
  });

  it('shows which key signs, and asks where several fit', async () => {
    const { page, list } = await open();
    await page.press(list(), 'Enter');
    expect(page.root.textContent).toContain('ALIYEV ANVAR, "ALFA SAVDO" MCHJ');
    const keys = GROUPS[0]!.keys.slice(0, 2);
    const several = await open({
      'inbox/preview': () => ({
        ...PREVIEW,
        key: null,
        keyChoices: keys,
        actions: ['accept', 'reject', 'choose-key'],
      }),
      'inbox/act': () => ({ jobId: 'j3' }),
    });
    await several.page.press(several.list(), 'Enter');
    const accept = () => several.page.one('button', 'Accept');
    expect(accept().hasAttribute('disabled')).toBe(true);
    await several.page.click(several.page.all('radio')[1]!);
    await pause();
    await trustedClick(accept());
    expect(several.asked('inbox/act')).toMatchObject([{ action: 'accept', keyId: keys[1]!.id }]);
  });

  it('says beforehand that the public offer is missing, and leads to it', async () => {
    const { page, list } = await open({
      'inbox/preview': () => ({ ...PREVIEW, actions: ['accept', 'reject', 'offer'] }),
      'didox/offer': () => ({ reviewId: 'r1' }),
    });
    await page.press(list(), 'Enter');
    await page.click(page.one('button', 'Sign the public offer'));
    expect(location.hash).toBe('#/review/r1');
  });

  it('leads to the site for what is done there', async () => {
    const { page, list } = await open({
      'inbox/preview': () => ({ ...PREVIEW, actions: ['open-site'] }),
    });
    await page.press(list(), 'Enter');
    expect(page.root.textContent).toContain('That is done on the site');
    expect(page.all('button').filter(button => button.textContent === 'Open on Didox')).toHaveLength(1);
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
    const reason = page.root.querySelector('textarea')!;
    expect(reason.maxLength).toBe(LONGEST_REASON);
    await page.type(reason, 'Сумма не сходится');
    await pause();
    await trustedClick(buttons()[0]!);
    expect(asked('inbox/act')).toEqual([
      { previewId: PREVIEW.previewId, action: 'reject', reason: 'Сумма не сходится', keyId: undefined },
    ]);
  });

  it('goes one step back on Escape in the refusal, and keeps the reason and the document', async () => {
    const { page, list } = await open();
    await page.press(list(), 'Enter');
    const reason = () => page.root.querySelector('textarea');
    await page.click(page.one('button', 'Reject'));
    await page.type(reason()!, 'Сумма не сходится');
    await page.press(reason()!, 'Escape');
    expect(reason()).toBeNull();
    await page.click(page.one('button', 'Reject'));
    expect(reason()?.value).toBe('Сумма не сходится');
    await page.click(page.one('button', 'Back'));
    await page.press(page.one('button', 'Reject'), 'Escape');
    expect(page.root.querySelector('.browser-detail')).toBeNull();
  });

  it('leaves what has to be reviewed first to the review that was opened', async () => {
    const { page, list } = await open({ 'inbox/act': () => ({ reviewId: 'r1' }) });
    await page.press(list(), 'Enter');
    await page.click(page.one('button', 'Reject'));
    await page.type(page.root.querySelector('textarea')!, 'Сумма не сходится');
    await new Promise(resolve => setTimeout(resolve, 520));
    await trustedClick(page.all('button').find(button => button.textContent === 'Reject')!);
    await page.settle();
    expect(page.root.querySelector('textarea')).toBeNull();
    expect(page.one('button', 'Reject').hasAttribute('disabled')).toBe(false);
    expect(page.root.textContent).not.toContain('changed since it was shown');
  });

  it('looks again instead of signing when the document has changed', async () => {
    const { page, asked, list } = await open({ 'inbox/act': () => ({ refused: 'stale' }) });
    await page.press(list(), 'Enter');
    await pause();
    await trustedClick(page.one('button', 'Accept'));
    await page.settle();
    expect(page.root.textContent).toContain('changed since it was shown');
    expect(asked('inbox/preview')).toHaveLength(2);
  });

  it('shows again the batch that is under way', async () => {
    const { page } = await open({ 'batch/get': USUAL_ANSWERS['batch/get']! });
    expect(page.root.textContent).toContain('A batch is under way');
  });

  it('leads to the batch that ended with failures, until that notice is cleared', async () => {
    let batch: BatchView | null = batchView('finished');
    const { page, asked } = await open({
      'batch/get': () => batch,
      'batch/control': () => {
        batch = null;
        return null;
      },
    });
    expect(page.root.textContent).toContain('The last batch ended with failures: 3 of 24');
    await page.click(page.one('button', 'Clear this notice'));
    expect(asked('batch/control')).toEqual([{ batchId: 'batch-1', command: 'dismiss' }]);
  });

  it('keeps every unclear end in sight, a batch’s too, with the way to clear it up', async () => {
    const unclear = Array.from({ length: 6 }, (_, n) => ({
      ...DONE_JOB,
      id: `job-${n}`,
      title: `№ ${n}`,
      step: 'failed',
      sent: 'unknown',
      error: failure('ambiguous-submit'),
      receiptId: null,
      canRetry: true,
      batchId: 'b',
    })) satisfies JobView[];
    const { page, asked } = await open({ 'jobs/list': () => unclear, 'jobs/retry': () => null });
    const labels = page.all('button').map(button => button.getAttribute('aria-label') ?? '');
    expect(labels.filter(label => label.startsWith('Try again: №'))).toHaveLength(6);
    // They are cleared away by nobody who has not been asked whether they have looked.
    await page.click(page.one('button', 'Clear: № 5'));
    expect(asked('jobs/dismiss')).toEqual([]);
    expect(page.root.querySelectorAll('dialog[open]')).toHaveLength(1);
    await trustedClick(page.one('button', 'Try again: № 5'));
    expect(asked('jobs/retry')).toEqual([]);
    await pause();
    await trustedClick(page.one('button', 'Try again: № 5'));
    expect(asked('jobs/retry')).toEqual([{ jobId: 'job-5' }]);
  });
});

describe('the inbox of a server that the options do not name', () => {
  const onTest: Answers = {
    'inbox/list': () => inboxView(12, { server: 'test', chosen: 'production' }),
    'batch/prepare': () => ({ batchId: 'b9' }),
    'didox/sign-in': () => ({ jobId: 'j1' }),
    'didox/sign-out': () => null,
    'didox/offer': () => ({ reviewId: 'r1' }),
    'inbox/preview': () => ({ ...PREVIEW, actions: ['accept', 'reject', 'offer'] }),
  };

  it('says so above everything, and leads to the one that they name', async () => {
    const { page } = await open(onTest, 'test');
    const notice = page.root.querySelector('.notice');
    expect(notice?.textContent).toMatch(/^Didox server: TestOptions: Production/);
    expect(notice?.querySelector('a')?.getAttribute('href')).toBe('#/inbox');
    expect(notice?.querySelector('a')?.textContent).toBe('Inbox: Production');
    const tabs = [...page.root.querySelectorAll('nav a')].map(tab => tab.getAttribute('href'));
    expect(tabs).toContain('#/inbox/drafts/test');
    expect((await open()).page.root.querySelector('.notice')).toBeNull();
  });

  it('begins everything on that one', async () => {
    const { page, backend, list } = await open(onTest, 'test');
    await pause();
    await trustedClick(page.one('button', 'Sign in: ALIYEV ANVAR'));
    await page.click(page.all('button').find(each => each.textContent === 'Sign out')!);
    await page.press(list(), 'Enter');
    await page.click(page.one('button', 'Sign the public offer'));
    expect(location.hash).toBe('#/review/r1/test');
    await page.press(list(), 'a', { ctrlKey: true });
    await page.click(page.one('button', 'Review 6 documents'));
    expect(location.hash).toBe('#/batch/b9/test');
    const named = [
      'inbox/list',
      'inbox/preview',
      'batch/prepare',
      'didox/sign-in',
      'didox/sign-out',
      'didox/offer',
    ];
    const asked = backend.asked.filter(({ name }) => named.includes(name));
    expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(named));
    expect(asked.map(({ request }) => (request as { server: unknown }).server)).toEqual(
      asked.map(() => 'test'),
    );
    for (const { name, request } of asked) expect(requestSchemas[name].safeParse(request).success).toBe(true);
  });

  it('follows the options where none was named, and leaves nothing of the other server on screen', async () => {
    let server: DidoxServer = 'production';
    const { page, backend, asked, list } = await open({
      ...onTest,
      'inbox/list': () => inboxView(12, { server, chosen: server }),
    });
    expect(asked('inbox/list')).toMatchObject([{ server: null }]);
    await page.press(list(), 'a', { ctrlKey: true });
    await page.press(list(), 'Enter');
    server = 'test';
    backend.change({ changed: 'settings', id: null });
    await page.settle();
    expect(page.root.querySelector('.notice')?.textContent).toBe('Didox server: Test');
    expect(page.root.textContent).not.toContain('12 selected');
    expect(page.root.querySelector('.browser-detail')).toBeNull();
  });
});
