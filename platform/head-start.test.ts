// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JOBS, KEYS } from '../entrypoints/popup/first-questions.ts';
import { askEarly, readEarly, seeReply, takeReply, takeText, whenReplied } from './head-start.ts';

const sendMessage = vi.fn();
beforeEach(() => {
  delete (globalThis as { imzochiHeadStart?: unknown }).imzochiHeadStart;
  vi.stubGlobal('chrome', {
    runtime: { sendMessage, getURL: (path: string) => `chrome-extension://id${path}` },
  });
  vi.stubGlobal('fetch', async (url: string) => ({ json: async () => url }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  sendMessage.mockReset();
});

describe('a head start', () => {
  it('hands over what was asked and read, once each: a second question goes to the worker again', async () => {
    sendMessage.mockImplementation(async message => message);
    askEarly([KEYS, JOBS]);
    readEarly(['keys', 'ru']);
    expect(sendMessage).toHaveBeenCalledTimes(2);
    expect(await takeReply(...KEYS)).toEqual({ imzochi: 'keys/list', request: { refresh: false } });
    expect(takeReply(...KEYS)).toBeUndefined();
    expect(takeReply('keys/list', { refresh: true })).toBeUndefined();
    expect(await takeReply(...JOBS)).toMatchObject({ imzochi: 'jobs/list' });
    expect(await takeText('ru')).toBe('chrome-extension://id/locales/ru.json');
    expect(takeText('ru')).toBeUndefined();
    expect(takeText('uk')).toBeUndefined();
  });

  it('shows a reply that has come, and leaves it to be taken', async () => {
    sendMessage.mockResolvedValue('the keys');
    askEarly([KEYS]);
    expect(seeReply(...KEYS)).toBeUndefined();
    await whenReplied(...KEYS, 1_000);
    expect(seeReply(...KEYS)).toBe('the keys');
    expect(await takeReply(...KEYS)).toBe('the keys');
    expect(seeReply(...KEYS)).toBeUndefined();
  });

  it('waits for a reply no longer than it is told, and not for one that fails or was not asked for', async () => {
    sendMessage.mockReturnValueOnce(new Promise(() => undefined)).mockRejectedValueOnce(new Error('none'));
    askEarly([KEYS, JOBS]);
    await whenReplied(...KEYS, 5);
    await whenReplied(...JOBS, 60_000);
    await whenReplied('keys/list', { refresh: true }, 60_000);
    expect([seeReply(...KEYS), seeReply(...JOBS)]).toEqual([undefined, undefined]);
  });

  it('tells of a failure whoever takes it, and nobody else', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    sendMessage.mockRejectedValue(new Error('no worker'));
    askEarly([KEYS, JOBS]);
    await expect(takeReply(...KEYS)).rejects.toThrow('no worker');
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});
