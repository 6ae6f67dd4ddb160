import { describe, expect, it, vi } from 'vitest';

const entries: { id: string; title: string }[] = [];
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {},
    contextMenus: {
      removeAll: async () => {
        await Promise.resolve();
        entries.length = 0;
      },
      create: (entry: { id: string; title: string }) => {
        // As a browser: a second entry of the same id is refused, and its title lost.
        if (!entries.some(({ id }) => id === entry.id)) entries.push(entry);
      },
    },
  },
}));
const { installMenu, SIGN_SELECTION } = await import('./menu.ts');

describe('the context menu', () => {
  it('has one entry, in the language that was asked for last', async () => {
    await Promise.all([installMenu('Sign'), installMenu('Подписать')]);
    expect(entries).toMatchObject([{ id: SIGN_SELECTION, title: 'Подписать' }]);
    await installMenu('Imzolash');
    expect(entries).toMatchObject([{ id: SIGN_SELECTION, title: 'Imzolash' }]);
  });
});
