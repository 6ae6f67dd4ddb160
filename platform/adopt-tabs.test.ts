import { beforeEach, describe, expect, it, vi } from 'vitest';

const never = new Promise<never>(() => undefined);
const noScript = () => Promise.reject(new Error('Receiving end does not exist'));
interface Tab {
  readonly id: number;
  readonly status?: 'loading' | 'complete';
  readonly discarded?: boolean;
  readonly answers: () => Promise<unknown>;
}
let tabs: readonly Tab[] = [];
let adopted: number[] = [];
let session: Record<string, unknown> = {};
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {
      getManifest: () => ({ content_scripts: [{ matches: ['https://didox.uz/*'], js: ['card.js'] }] }),
    },
    storage: {
      session: {
        get: async (key: string) => ({ [key]: session[key] }),
        set: async (values: object) => void Object.assign(session, values),
      },
    },
    tabs: {
      query: async ({ status, discarded }: { status?: string; discarded?: boolean }) =>
        tabs.filter(
          tab =>
            (status === undefined || (tab.status ?? 'complete') === status) &&
            (discarded === undefined || (tab.discarded ?? false) === discarded),
        ),
      sendMessage: (id: number) => tabs.find(tab => tab.id === id)?.answers(),
    },
    scripting: {
      executeScript: async ({ target: { tabId } }: { target: { tabId: number } }) => {
        adopted.push(tabId);
      },
    },
  },
}));

describe('open tabs', () => {
  let adoptOpenTabs: typeof import('./adopt-tabs.ts').adoptOpenTabs;
  let adoptAfterAbsence: typeof import('./adopt-tabs.ts').adoptAfterAbsence;
  beforeEach(async () => {
    [tabs, adopted, session] = [[], [], {}];
    vi.resetModules();
    ({ adoptOpenTabs, adoptAfterAbsence } = await import('./adopt-tabs.ts'));
  });

  it('each get their card, whichever of the others is frozen or was put away', async () => {
    tabs = [
      { id: 1, answers: () => never },
      { id: 2, answers: noScript, discarded: true },
      { id: 3, answers: async () => undefined },
      { id: 4, answers: noScript },
    ];
    void adoptOpenTabs();
    await vi.waitFor(() => expect(adopted).toEqual([4]));
  });

  it('get it once, however many reasons there are at the same time', async () => {
    tabs = [{ id: 1, answers: noScript }];
    await Promise.all([adoptAfterAbsence(), adoptOpenTabs()]);
    expect(adopted).toEqual([1]);
  });

  it('get it when the extension is switched on again; those that are loading get it from the browser', async () => {
    tabs = [
      { id: 1, answers: noScript },
      { id: 2, answers: noScript, status: 'loading' },
    ];
    await adoptAfterAbsence();
    expect(adopted).toEqual([1]);
  });

  it('are not looked at again each time the worker wakes', async () => {
    await adoptAfterAbsence();
    tabs = [{ id: 1, answers: noScript }];
    await adoptAfterAbsence();
    expect(adopted).toEqual([]);
  });
});
