import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const runtime: { id?: string } = { id: 'imzochi' };
vi.stubGlobal('chrome', { runtime });
// A page's element with id="browser", found as a global where the browser has none of that name.
vi.stubGlobal('browser', { nodeName: 'DIV' });
const { alive, endsAsOrphan } = await import('./extension.ts');

beforeEach(() => {
  vi.useFakeTimers();
  runtime.id = 'imzochi';
});
afterEach(() => void vi.useRealTimers());

describe('the extension’s own interface', () => {
  it('is not taken from a page that has an element of its name', () => {
    expect(alive()).toBe(true);
  });
});

describe('a card that may be left behind by an update', () => {
  it('ends within two seconds when it was', () => {
    const life = new AbortController();
    endsAsOrphan(life)(true);
    vi.advanceTimersByTime(10_000);
    expect(life.signal.aborted).toBe(false);
    delete runtime.id;
    vi.advanceTimersByTime(2_000);
    expect(life.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('costs a page nothing while there is no card on it', () => {
    const watch = endsAsOrphan(new AbortController());
    expect(vi.getTimerCount()).toBe(0);
    watch(true);
    // However often it is painted, the next look does not move away.
    vi.advanceTimersByTime(1_500);
    watch(true);
    expect(vi.getTimerCount()).toBe(1);
    watch(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
