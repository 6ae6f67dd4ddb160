// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JOBS, KEYS } from '../entrypoints/popup/first-questions.ts';
import { beginHeadStart, takeReply, takeText } from './head-start.ts';

const sendMessage = vi.fn();
beforeEach(() => {
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
    beginHeadStart([KEYS, JOBS], ['keys', 'ru']);
    expect(sendMessage).toHaveBeenCalledTimes(2);
    expect(await takeReply(...KEYS)).toEqual({ imzochi: 'keys/list', request: { refresh: false } });
    expect(takeReply(...KEYS)).toBeUndefined();
    expect(takeReply('keys/list', { refresh: true })).toBeUndefined();
    expect(await takeReply(...JOBS)).toMatchObject({ imzochi: 'jobs/list' });
    expect(await takeText('ru')).toBe('chrome-extension://id/locales/ru.json');
    expect(takeText('ru')).toBeUndefined();
    expect(takeText('uk')).toBeUndefined();
  });

  it('tells of a failure whoever takes it, and nobody else', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    sendMessage.mockRejectedValue(new Error('no worker'));
    beginHeadStart([KEYS, JOBS], []);
    await expect(takeReply(...KEYS)).rejects.toThrow('no worker');
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});
