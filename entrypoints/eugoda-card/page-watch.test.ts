// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPage } from './page-watch.ts';

let life: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<p>Активне до:</p>';
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
});

/** The page changes once in so many milliseconds. */
async function keepChanging(forMs: number, everyMs: number): Promise<void> {
  for (let at = 0; at < forMs; at += everyMs) {
    document.body.firstElementChild!.textContent = `${at}`;
    await vi.advanceTimersByTimeAsync(everyMs);
  }
}

describe('the watch over a page', () => {
  it('reads a result that comes later, and not at all while nothing changes', async () => {
    const read = vi.fn(() => true);
    watchPage(read, life.signal);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
    document.body.append('21.11.2026');
    await vi.advanceTimersByTimeAsync(450);
    expect(read).toHaveBeenCalledOnce();
  });

  it('reads a page that never stops changing, ever more rarely, and for ever', async () => {
    const read = vi.fn(() => false);
    watchPage(read, life.signal);
    await keepChanging(60_000, 100);
    const first = read.mock.calls.length;
    expect(first).toBeGreaterThan(8);
    expect(first).toBeLessThan(25);
    await keepChanging(60_000, 100);
    expect(read.mock.calls.length - first).toBeGreaterThanOrEqual(5);
    expect(read.mock.calls.length - first).toBeLessThan(8);
  });

  it('is quick again at another address, and ends with its signal', async () => {
    const read = vi.fn(() => false);
    const watch = watchPage(read, life.signal);
    await keepChanging(60_000, 100);
    read.mockClear();
    watch.quicken();
    await vi.advanceTimersByTimeAsync(450);
    expect(read).toHaveBeenCalledOnce();
    life.abort();
    await keepChanging(20_000, 100);
    expect(read).toHaveBeenCalledOnce();
  });
});
