// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { packKeys } from '../lib/i18n/packed.ts';
import { rememberLanguage } from './last-language.ts';
import { rememberedTexts, rememberTexts } from './remembered-texts.ts';

vi.mock('wxt/browser', () => ({ browser: { runtime: { getURL: (path: string) => path } } }));

const TEXTS = {
  'popup.inbox': 'Входящие',
  'popup.health': 'Проверка',
  'error.module-away.title': 'Не запущен',
};
let reads: number;
let drawAgain: () => void;
let loadFirstTexts: typeof import('./first-texts.ts').loadFirstTexts;

beforeEach(async () => {
  localStorage.clear();
  rememberLanguage('ru');
  reads = 0;
  drawAgain = vi.fn();
  vi.stubGlobal('fetch', async (url: string) => {
    reads += 1;
    const file = url.includes('keys') ? packKeys(Object.keys(TEXTS)) : Object.values(TEXTS);
    return { json: async () => file };
  });
  vi.resetModules();
  ({ loadFirstTexts } = await import('./first-texts.ts'));
});
afterEach(() => vi.unstubAllGlobals());

/** Until the page was drawn and what follows that is done. */
const later = () => new Promise(resolve => setTimeout(resolve, 60));

/** As a tab in the background, or a window that is covered. */
const unseen = () => vi.stubGlobal('requestAnimationFrame', () => 0);

describe('the texts of a page that is drawn at once', () => {
  it('are read the first time, and what was said is remembered: no more than that', async () => {
    const texts = await loadFirstTexts('ru', drawAgain);
    expect(texts['popup.inbox']).toBe('Входящие');
    await later();
    expect(rememberedTexts('ru')).toEqual({ 'popup.inbox': 'Входящие' });
    expect(drawAgain).not.toHaveBeenCalled();
  });

  it('are there without a file the next time; all others follow when the page is drawn', async () => {
    rememberTexts('ru', { 'popup.inbox': 'Входящие' });
    const texts = await loadFirstTexts('ru', drawAgain);
    expect(texts['popup.inbox']).toBe('Входящие');
    expect(reads).toBe(0);
    await later();
    expect(reads).toBe(2);
    expect(texts['error.module-away.title']).toBe('Не запущен');
    expect(drawAgain).not.toHaveBeenCalled();
  });

  it('are drawn again when one was asked for in vain, and it is remembered from then on', async () => {
    rememberTexts('ru', { 'popup.inbox': 'Входящие' });
    const texts = await loadFirstTexts('ru', drawAgain);
    // Blank for a moment, and never the key's name.
    expect(texts['popup.health']).toBe('');
    await later();
    expect(drawAgain).toHaveBeenCalledOnce();
    expect(texts['popup.health']).toBe('Проверка');
    expect(texts['popup.nobody-knows']).toBeUndefined();
    expect(Object.keys(rememberedTexts('ru') ?? {})).toEqual(['popup.health', 'popup.inbox']);
  });

  it('are drawn again when one was asked for that nobody has: what stands for it was blank', async () => {
    rememberTexts('ru', { 'popup.inbox': 'Входящие' });
    const texts = await loadFirstTexts('ru', drawAgain);
    expect([texts['popup.inbox'], texts['doctype.999']]).toEqual(['Входящие', '']);
    await later();
    expect(texts['doctype.999']).toBeUndefined();
    expect(drawAgain).toHaveBeenCalledOnce();
  });

  it('come to a page that nobody sees as well', async () => {
    unseen();
    rememberTexts('ru', { 'popup.inbox': 'Входящие' });
    const texts = await loadFirstTexts('ru', drawAgain);
    expect(texts['popup.inbox']).toBe('Входящие');
    await later();
    expect(reads).toBe(0);
    await later();
    expect(reads).toBe(2);
    expect(texts['popup.health']).toBe('Проверка');
  });

  it('are not read before the page is drawn', async () => {
    rememberTexts('ru', { 'popup.inbox': 'Входящие' });
    await loadFirstTexts('ru', drawAgain);
    await later();
    expect(reads).toBe(0);
  });

  it('are drawn again when a release words them otherwise; what a release no longer has is forgotten', async () => {
    rememberTexts('ru', { 'popup.inbox': 'Старое', 'popup.gone': 'Ушло' });
    const texts = await loadFirstTexts('ru', drawAgain);
    expect(texts['popup.inbox']).toBe('Старое');
    await later();
    expect(drawAgain).toHaveBeenCalledOnce();
    expect(texts['popup.inbox']).toBe('Входящие');
    expect(rememberedTexts('ru')).toEqual({ 'popup.inbox': 'Входящие' });
  });

  it('are not remembered once everything was erased', async () => {
    const texts = await loadFirstTexts('ru', drawAgain);
    expect(texts['popup.inbox']).toBe('Входящие');
    localStorage.clear();
    await later();
    dispatchEvent(new Event('pagehide'));
    expect(localStorage.length).toBe(0);
  });
});

describe('remembered texts', () => {
  it('are those of the language that is asked for, and none when what stands there is damaged', () => {
    const texts: Dictionary = { a: 'один' };
    rememberTexts('ru', texts);
    expect(rememberedTexts('ru')).toEqual(texts);
    expect(rememberedTexts('uk')).toBeNull();
    localStorage.setItem('imzochi.popup-texts', '{');
    expect(rememberedTexts('ru')).toBeNull();
    localStorage.setItem('imzochi.popup-texts', '{"language":"ru"}');
    expect(rememberedTexts('ru')).toBeNull();
  });
});
