import { beforeEach, describe, expect, it, vi } from 'vitest';
import { packKeys } from '../lib/i18n/packed.ts';

vi.mock('wxt/browser', () => ({ browser: { runtime: { getURL: (path: string) => path } } }));

const KEYS = ['a', 'b'];
let files: Record<string, unknown>;
let read: string[];
let loadDictionary: typeof import('./dictionary.ts').loadDictionary;
beforeEach(async () => {
  files = { keys: packKeys(KEYS), en: ['one', 'two'], ru: ['один', 'два'], uk: ['один', null] };
  read = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const name = /\/locales\/(.+)\.json/.exec(url)?.[1] ?? '';
    read.push(name);
    if (!(name in files)) throw new TypeError('not there');
    return { json: async () => files[name] };
  });
  vi.resetModules();
  ({ loadDictionary } = await import('./dictionary.ts'));
});

describe('the texts of a language', () => {
  it('are read once, and English is not read for a language that has all', async () => {
    expect(await loadDictionary('ru')).toEqual({ a: 'один', b: 'два' });
    await loadDictionary('ru');
    expect(read).toEqual(['keys', 'ru']);
  });

  it('are English where the language lacks one', async () => {
    expect(await loadDictionary('uk')).toEqual({ a: 'один', b: 'two' });
  });

  it('are English when they cannot be read, and none when that cannot either', async () => {
    expect(await loadDictionary('uz-Latn')).toEqual({ a: 'one', b: 'two' });
    vi.resetModules();
    files = {};
    expect(await (await import('./dictionary.ts')).loadDictionary('ru')).toEqual({});
  });
});
