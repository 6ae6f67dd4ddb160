import { describe, expect, it, vi } from 'vitest';

const entries: { id: string; title: string }[] = [];
let onPage = '';
let hangs = false;
const never = new Promise<never>(() => undefined);
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {},
    scripting: { executeScript: async () => (hangs ? never : [{ result: onPage }]) },
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
const { installMenu, readClickedSelection, SIGN_SELECTION } = await import('./menu.ts');

describe('the context menu', () => {
  it('has one entry, in the language that was asked for last', async () => {
    await Promise.all([installMenu('Sign'), installMenu('Подписать')]);
    expect(entries).toMatchObject([{ id: SIGN_SELECTION, title: 'Подписать' }]);
    await installMenu('Imzolash');
    expect(entries).toMatchObject([{ id: SIGN_SELECTION, title: 'Imzolash' }]);
  });
});

describe('the selection under the menu', () => {
  const read = (selectionText: string) =>
    readClickedSelection({ selectionText, pageUrl: 'https://example.org/', frameId: 0 }, { id: 1 });

  it.each([
    ['within a word', 'Пункт договору.\n'.repeat(2000)],
    ['within a run of blanks', `${'а'.repeat(16_380)}${' \n'.repeat(8)}кінець`],
    ['within a character', `а${'👍'.repeat(9000)}`],
  ])('is whole where Firefox hands over only its beginning, cut off %s', async (_, text) => {
    onPage = text;
    expect(await read(text.slice(0, 16_384))).toMatchObject({ text, fidelity: 'exact' });
  });

  it('is the one that was clicked, not a longer one that the page shows by now', async () => {
    onPage = 'Сума 100 000';
    expect(await read('Сума 100')).toMatchObject({ text: 'Сума 100', fidelity: 'menu' });
    onPage = `Інше ${'а'.repeat(20_000)}`;
    expect(await read('а'.repeat(16_384))).toMatchObject({ text: 'а'.repeat(16_384), fidelity: 'menu' });
  });

  it('comes from its page where it stands in a frame that has no address of its own', async () => {
    onPage = 'Сума 100';
    const from = async (frameUrl: string) => {
      const info = { selectionText: 'Сума 100', pageUrl: 'https://example.org/a', frameUrl, frameId: 3 };
      return (await readClickedSelection(info, { id: 1, title: 'A' })).from.url;
    };
    expect(await from('https://example.com/frame')).toBe('https://example.com/frame');
    expect(await from('about:srcdoc')).toBe('https://example.org/a');
    expect(await from('about:blank')).toBe('https://example.org/a');
    // Chromium's viewer of PDF files is an extension in a frame.
    expect(await from('chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html')).toBe(
      'https://example.org/a',
    );
  });

  it('is the menu’s where the page hangs and never answers', async () => {
    hangs = true;
    vi.useFakeTimers();
    const reading = read('Сума 100');
    await vi.advanceTimersByTimeAsync(5000);
    vi.useRealTimers();
    hangs = false;
    const answer = await Promise.race([reading, new Promise(resolve => setTimeout(resolve, 50, 'nothing'))]);
    expect(answer).toMatchObject({ text: 'Сума 100', fidelity: 'menu' });
  });
});
