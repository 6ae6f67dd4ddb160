// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { copy } from './copy.ts';

afterEach(() => vi.restoreAllMocks());

/** A page without a clipboard of its own; what the browser does at "copy", and what was put on the clipboard. */
function oldWay(browser: (event: ClipboardEvent) => void): string[] {
  const taken: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('denied', 'NotAllowedError'));
  document.execCommand = () => {
    const event = new Event('copy', { bubbles: true, cancelable: true });
    const clipboardData = { setData: (_type: string, text: string) => taken.push(text) };
    browser(Object.assign(event, { clipboardData }) as unknown as ClipboardEvent);
    return true;
  };
  return taken;
}

describe('copying', () => {
  it('is done by the clipboard where there is one', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    expect(await copy('a link')).toBe(true);
    expect(write).toHaveBeenCalledWith('a link');
  });

  it('is done by the old way where there is none', async () => {
    const taken = oldWay(event => document.dispatchEvent(event));
    expect([await copy('a link'), taken]).toEqual([true, ['a link']]);
  });

  it('is not claimed where the browser or the page did not let it', async () => {
    const taken = oldWay(() => {});
    expect([await copy('a link'), taken]).toEqual([false, []]);
    // Nothing of it is left to answer somebody else's copying.
    document.dispatchEvent(new Event('copy'));
    expect(taken).toEqual([]);
  });
});
