import { beforeEach, describe, expect, it, vi } from 'vitest';

const DESK = 'chrome-extension://imzochi/desk.html';
const tabs: { id: number; url: string; windowId: number }[] = [];
const done: string[] = [];
let noWindow = false;
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getURL: (path: string) => `chrome-extension://imzochi${path}` },
    tabs: {
      query: async () => tabs,
      create: async ({ url }: { url: string }) => {
        if (noWindow) throw new Error('No current window');
        done.push(`new ${url.replace(DESK, '')}`);
      },
      update: async (id: number, { url }: { url: string }) =>
        void done.push(`${id} ${url.replace(DESK, '')}`),
    },
    windows: {
      update: async (id: number) => void done.push(`window ${id}`),
      create: async ({ url }: { url: string }) => void done.push(`new window ${url.replace(DESK, '')}`),
    },
  },
}));
const { openDesk } = await import('./desk.ts');

describe('opening the desk', () => {
  beforeEach(() => {
    tabs.length = 0;
    done.length = 0;
    noWindow = false;
  });
  const open = async (route: string, ...hashes: string[]) => {
    tabs.push(...hashes.map((hash, at) => ({ id: at + 1, url: DESK + hash, windowId: 7 })));
    await openDesk(route);
    return done;
  };

  it('uses an open tab again, in whatever window it is', async () => {
    expect(await open('inbox', '#/receipts')).toEqual(['1 #/inbox', 'window 7']);
  });

  it.each(['#/review/a', '#/sign', '#/agreements/new/file', '#/agreements/new/template'])(
    'leaves a tab alone in which something is chosen or typed that is nowhere else: %s',
    async hash => {
      expect(await open('inbox', hash)).toEqual(['new #/inbox']);
    },
  );

  it('goes to the tab that is there already', async () => {
    expect(await open('sign', '#/receipts', '#/sign')).toEqual(['2 #/sign', 'window 7']);
  });

  it('gives each review a tab of its own', async () => {
    expect(await open('review/b', '#/receipts')).toEqual(['new #/review/b']);
  });

  it('opens a window where the browser has none', async () => {
    noWindow = true;
    expect(await open('inbox')).toEqual(['new window #/inbox']);
  });
});
