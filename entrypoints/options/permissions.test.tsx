// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createFakeBackend, type FakeBackendParts } from '../../components/testing/fake-backend.ts';
import { openPage } from '../../components/testing/page.tsx';
import { Options } from './Options.tsx';

const OLD_TEST = { origins: ['https://stage.goodsign.biz/*'] };
const NOTIFICATIONS = { permissions: ['notifications'] };

/** The options in a browser that gives the sites of the manifest, and of the rest what `answer` says when it is asked. */
function createBrowser(answer: () => Promise<boolean>, parts: FakeBackendParts = {}) {
  const backend = createFakeBackend(parts);
  const asked: unknown[] = [];
  let given = false;
  return {
    asked,
    backend: {
      ...backend,
      permissions: {
        has: async (wanted: { origins?: string[] }) =>
          wanted.origins?.[0] === backend.extension.sites[0] || given,
        async request(wanted: unknown) {
          asked.push(wanted);
          given = await answer();
          return given;
        },
      },
    },
  };
}
const yes = async () => true;
const no = async () => false;
const allowButtons = (page: Awaited<ReturnType<typeof openPage>>) =>
  page.all('button').filter(button => button.textContent === 'Allow');

describe('what only a person can allow', () => {
  it('is asked for on a click where the administrator has chosen the old test server', async () => {
    const { backend, asked } = createBrowser(yes, { policy: { didoxServer: 'old-test' } });
    const page = await openPage(<Options />, backend);
    expect(page.root.textContent).toContain('This server is not permitted yet');
    expect(asked).toEqual([]);
    await page.click(page.one('button', 'Allow'));
    expect(asked).toEqual([OLD_TEST]);
    expect(page.root.textContent).not.toContain('This server is not permitted yet');
    expect(allowButtons(page)).toEqual([]);
  });

  it('is asked for where the old test server came with a file', async () => {
    const { backend, asked } = createBrowser(yes);
    const page = await openPage(<Options />, backend);
    expect(allowButtons(page)).toEqual([]);
    await (await backend.settings()).set({ didoxServer: 'old-test' });
    backend.change({ changed: 'settings', id: null });
    await page.settle();
    expect((page.one('radio', 'Old test') as HTMLInputElement).checked).toBe(true);
    await page.click(page.one('button', 'Allow'));
    expect(asked).toEqual([OLD_TEST]);
    expect(allowButtons(page)).toEqual([]);
  });

  it('takes the old test server once it was allowed at the second asking', async () => {
    let answer = false;
    const { backend, asked } = createBrowser(async () => answer);
    const page = await openPage(<Options />, backend);
    await page.click(page.one('radio', 'Old test'));
    expect((page.one('radio', 'Production') as HTMLInputElement).checked).toBe(true);
    answer = true;
    await page.click(page.one('button', 'Allow'));
    expect(asked).toEqual([OLD_TEST, OLD_TEST]);
    expect((await (await backend.settings()).get()).didoxServer).toBe('old-test');
    expect(allowButtons(page)).toEqual([]);
  });

  it('is not spoken of any more when another server is chosen after the refusal', async () => {
    const { backend } = createBrowser(no);
    const page = await openPage(<Options />, backend);
    await page.click(page.one('radio', 'Old test'));
    await page.click(page.one('radio', 'Test'));
    expect(page.root.textContent).not.toContain('This server is not permitted yet');
  });

  it('is asked for on a click where the administrator lets new documents be looked for', async () => {
    const { backend, asked } = createBrowser(yes, { policy: { watchInbox: true } });
    const page = await openPage(<Options />, backend);
    expect(page.root.textContent).toContain('does not allow notifications yet');
    expect(asked).toEqual([]);
    await page.click(page.one('button', 'Allow'));
    expect(asked).toEqual([NOTIFICATIONS]);
    expect(page.root.textContent).not.toContain('does not allow notifications yet');
  });

  it('is asked for by the switch itself, and not again once it is given', async () => {
    const { backend, asked } = createBrowser(yes);
    const page = await openPage(<Options />, backend);
    await page.click(page.one('switch', 'Look for new documents'));
    expect(asked).toEqual([NOTIFICATIONS]);
    expect((await (await backend.settings()).get()).watchInbox).toBe(true);
    expect(allowButtons(page)).toEqual([]);
  });

  it.each([
    ['no', no],
    ['that it cannot ask', () => Promise.reject(new Error('not now'))],
  ])('says so when the browser answers %s, and can be asked for again', async (_, answer) => {
    const { backend } = createBrowser(answer, { policy: { didoxServer: 'old-test' } });
    const page = await openPage(<Options />, backend);
    expect(page.root.textContent).not.toContain('The browser did not allow it');
    await page.click(page.one('button', 'Allow'));
    expect(page.root.textContent).toContain('The browser did not allow it');
    expect(allowButtons(page)).toHaveLength(1);
  });
});
