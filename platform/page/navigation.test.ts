// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onAddressChange } from './navigation.ts';

let life: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** As an app does it: without any event. */
const goTo = (path: string) => history.pushState(null, '', path);

class Navigation extends EventTarget {
  readonly [Symbol.toStringTag] = 'Navigation';
}

describe('another address of the same page', () => {
  it('is told at once by a browser that knows, and not asked for', () => {
    const navigation = new Navigation();
    vi.stubGlobal('navigation', navigation);
    const changed = vi.fn();
    onAddressChange(changed, life.signal);
    expect(vi.getTimerCount()).toBe(0);
    goTo('/a');
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(changed).toHaveBeenCalledOnce();
  });

  it.each([
    ['says nothing', undefined],
    [
      'has a page with an element of that name',
      Object.assign(document.createElement('form'), { currentEntry: {} }),
    ],
  ])('is noticed within a second by one that %s, until the end', (_, navigation) => {
    vi.stubGlobal('navigation', navigation);
    const changed = vi.fn();
    onAddressChange(changed, life.signal);
    goTo('/b');
    vi.advanceTimersByTime(1000);
    expect(changed).toHaveBeenCalledOnce();
    life.abort();
    goTo('/c');
    vi.advanceTimersByTime(5000);
    expect(changed).toHaveBeenCalledOnce();
  });
});
