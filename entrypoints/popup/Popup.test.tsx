// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { type Answers, createFakeBackend } from '../../components/testing/fake-backend.ts';
import { JOBS, RECEIPTS } from '../../components/testing/fixtures/jobs.ts';
import { AWAY, HERE, keysView } from '../../components/testing/fixtures/keys.ts';
import { openPage } from '../../components/testing/page.tsx';
import { trustedClick } from '../../components/testing/trusted-click.ts';
import { openDatabase } from '../../lib/store/database.ts';
import { Popup } from './Popup.tsx';

const fresh = () => keysView({ listedAt: Date.now() });
const answers = (more: Answers = {}): Answers => ({
  'keys/list': fresh,
  'keys/choose': () => null,
  'jobs/list': () => [],
  'jobs/cancel': () => null,
  'module/attend': () => null,
  ...more,
});
const asks = (backend: ReturnType<typeof createFakeBackend>, name: string) =>
  backend.asked.filter(one => one.name === name);

beforeEach(async () => {
  const database = await openDatabase();
  await database.clear('receipts');
  database.close();
});

describe('Popup', () => {
  it('says that the module is there, lists the keys, and tells the worker that somebody is working', async () => {
    const backend = createFakeBackend({ answers: answers() });
    const page = await openPage(<Popup />, backend);
    expect(page.root.textContent).toContain('E-IMZO 6.4.7 is running');
    expect(page.all('radio')).toHaveLength(7);
    expect(asks(backend, 'module/attend')).toEqual([{ name: 'module/attend', request: { page: 'popup' } }]);
    expect(asks(backend, 'keys/list')).toHaveLength(1);
  });

  it('draws keys that were asked for before it was read in its first drawing, and does not ask again', async () => {
    const backend = createFakeBackend({ answers: answers(), atHand: { 'keys/list': fresh() } });
    const root = document.createElement('div');
    render(
      <BackendProvider backend={backend}>
        <Popup />
      </BackendProvider>,
      root,
    );
    expect(root.querySelectorAll('[type=radio]')).toHaveLength(7);
    render(null, root);
    const page = await openPage(<Popup />, backend);
    expect(asks(backend, 'keys/list')).toHaveLength(0);
    backend.change({ changed: 'keys', id: null });
    await page.settle();
    expect(asks(backend, 'keys/list')).toHaveLength(1);
  });

  it('paints the cached list at once, and in its place the one that the worker is making', async () => {
    let view = keysView({ listedAt: Date.now() - 3_600_000, listing: true });
    const backend = createFakeBackend({ answers: answers({ 'keys/list': () => view }) });
    const page = await openPage(<Popup />, backend);
    expect(page.all('radio')).toHaveLength(7);
    expect(page.one('button', 'Refresh the keys').getAttribute('aria-busy')).toBe('true');
    view = keysView({ groups: [], listedAt: Date.now() });
    backend.change({ changed: 'keys', id: null });
    await page.settle();
    // Anew, and with it whose a token is, it is asked for by the person alone.
    expect(asks(backend, 'keys/list').map(({ request }) => request)).toEqual([
      { refresh: false },
      { refresh: false },
    ]);
    expect(page.all('radio')).toHaveLength(0);
    expect(page.root.textContent).toContain('No keys found');
  });

  it('chooses a key for its company, on screen at once', async () => {
    const backend = createFakeBackend({ answers: answers() });
    const page = await openPage(<Popup />, backend);
    await page.click(page.one('radio', 'Karimov'));
    expect((page.one('radio', 'Karimov') as HTMLInputElement).checked).toBe(true);
    expect(asks(backend, 'keys/choose')[0]?.request).toEqual({
      owner: 'tin:300000019',
      keyId: '3000000190002',
    });
  });

  it('keeps showing the keys while the module is away, and leads to Health', async () => {
    const backend = createFakeBackend({
      answers: answers({ 'keys/list': () => ({ ...fresh(), module: AWAY }) }),
    });
    const page = await openPage(<Popup />, backend);
    expect(page.root.querySelector('.module-state')?.textContent).toBe('E-IMZO is not running');
    // The line has said it: the notice goes on with what to do, and repeats it for screen readers alone.
    const [notice] = page.all('alert');
    expect(notice?.textContent).toContain('Start E-IMZO');
    expect(notice?.querySelector('.unseen')?.textContent).toBe('E-IMZO is not running');
    expect(page.all('radio')).toHaveLength(7);
    await page.click(page.one('button', 'See what is wrong'));
    expect(backend.opened).toEqual(['desk health']);
  });

  it('says where to look when E-IMZO has been waiting for somebody, and not before', async () => {
    const at = (since: number) => ({ what: 'signing', since, asksPerson: true }) as const;
    let doing = at(Date.now() + 60_000);
    const backend = createFakeBackend({
      answers: answers({ 'keys/list': () => ({ ...fresh(), module: { ...HERE, doing } }) }),
    });
    const page = await openPage(<Popup />, backend);
    const line = () => page.root.querySelector('.module-state')?.parentElement?.textContent;
    expect(line()).toBe('E-IMZO 6.4.7 is signing');
    doing = at(Date.now() - 60_000);
    backend.change({ changed: 'module', id: null });
    await page.settle(); // the answer
    await page.settle(); // the wait, which was over before it began
    expect(line()).toMatch(/is signing.*window may be behind the browser/);
  });

  it('is not blank when the worker does not answer', async () => {
    const page = await openPage(<Popup />, createFakeBackend());
    expect(
      page
        .all('alert')
        .map(alert => alert.textContent)
        .join(),
    ).toContain('unexpected');
    expect(page.one('button', 'Options')).toBeTruthy();
  });

  it('shows what is being signed, follows it, and cancels it', async () => {
    let jobs = JOBS.slice(0, 1);
    const backend = createFakeBackend({ answers: answers({ 'jobs/list': () => [...jobs] }) });
    const page = await openPage(<Popup />, backend);
    expect(page.root.textContent).toContain('Type the key’s password'.replace('’', "'"));
    await page.click(page.one('button', 'Stop: Счёт-фактура № 118'));
    expect(asks(backend, 'jobs/cancel')[0]?.request).toEqual({ jobId: 'waiting' });
    jobs = [];
    backend.change({ changed: 'jobs', id: null });
    await page.settle();
    expect(page.root.textContent).not.toContain('Счёт-фактура № 118');
  });

  it('shows what ended unclear beside it, and nothing that is settled', async () => {
    const [busy, , failed, done] = JOBS.map(job => ({ ...job, title: job.id }));
    const unclear = { ...failed!, id: 'unclear', title: 'unclear', sent: 'unknown' } as const;
    const jobs = [
      busy!,
      failed!,
      done!,
      unclear,
      { ...busy!, title: 'sending', step: 'submitting', canCancel: false } as const,
    ];
    const page = await openPage(
      <Popup />,
      createFakeBackend({ answers: answers({ 'jobs/list': () => jobs }) }),
    );
    const titles = [...page.root.querySelectorAll('.thing-title')].map(title => title.textContent);
    expect(titles).toEqual(['waiting', 'unclear', 'sending']);
    // What is being sent is neither cancelled nor cleared away.
    const labels = page.all('button').map(button => button.getAttribute('aria-label') ?? '');
    expect(labels.filter(label => /: (unclear|sending)$/.test(label))).toEqual(['Try again: unclear']);
  });

  it('tries an unclear end again by a click that is meant: half a second in sight', async () => {
    const job = { ...JOBS[2]!, sent: 'unknown' } as const;
    const backend = createFakeBackend({
      answers: answers({ 'jobs/list': () => [job], 'jobs/retry': () => null }),
    });
    const page = await openPage(<Popup />, backend);
    const retry = page.one('button', 'Try again');
    await trustedClick(retry);
    expect(asks(backend, 'jobs/retry')).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 520));
    await trustedClick(retry);
    expect(asks(backend, 'jobs/retry')).toEqual([{ name: 'jobs/retry', request: { jobId: job.id } }]);
  });

  it('shows the last receipts, newest first, and opens one on the desk', async () => {
    const backend = createFakeBackend({ answers: answers(), receipts: RECEIPTS });
    const page = await openPage(<Popup />, backend);
    const titles = [...page.root.querySelectorAll('.thing-link')].map(link => link.textContent);
    expect(titles).toEqual(RECEIPTS.map(receipt => receipt.title));
    await page.click(page.one('button', 'Open the receipt: Акт № 11'));
    expect(backend.opened).toEqual(['desk receipts/receipt-2']);
  });

  it.each([
    ['watching', 'No agreement is on this page yet'],
    ['refused', 'does not let extensions read this page'],
  ] as const)('looks for an agreement on the page in front: %s', async (reading, words) => {
    const backend = createFakeBackend({
      answers: answers({ 'page/read-agreement': () => ({ page: reading }) }),
    });
    const page = await openPage(<Popup />, backend);
    await page.click(page.one('button', 'Look for an agreement on this page'));
    expect(page.root.textContent).toContain(words);
    expect(asks(backend, 'page/read-agreement')).toHaveLength(1);
  });
});
