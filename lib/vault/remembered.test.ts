import { describe, expect, it } from 'vitest';
import { createRemembered } from './remembered.ts';

function record(first: string) {
  let value = first;
  let readings = 0;
  const listeners = new Set<() => void>();
  return {
    readings: () => readings,
    /** Another context writes; what is told of it comes with `tell`. */
    write: (next: string) => {
      value = next;
    },
    tell: () => {
      for (const listener of listeners) listener();
    },
    read: async () => {
      readings += 1;
      const now = value;
      await Promise.resolve();
      if (now === 'damaged') throw new Error(now);
      return now;
    },
    watch: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

describe('what is remembered', () => {
  it('is read once, also for those who ask at the same time', async () => {
    const one = record('a');
    const { get } = createRemembered(one.read, [one.watch]);
    expect(await Promise.all([get(), get()])).toEqual(['a', 'a']);
    expect(await get()).toBe('a');
    expect(one.readings()).toBe(1);
  });

  it('is read anew when one of its records has changed', async () => {
    const one = record('a');
    const other = record('');
    const { get } = createRemembered(one.read, [one.watch, other.watch]);
    await get();
    one.write('b');
    other.tell();
    expect(await get()).toBe('b');
  });

  it('is not kept from a reading that a change overtook', async () => {
    const one = record('a');
    const { get } = createRemembered(one.read, [one.watch]);
    const early = get();
    one.write('b');
    one.tell();
    expect(await early).toBe('a');
    expect(await get()).toBe('b');
  });

  it('is read anew for whoever hears of the change as well, and began to listen before anything was asked', async () => {
    const one = record('a');
    const { get } = createRemembered(one.read, [one.watch]);
    let heard: Promise<string> | undefined;
    one.watch(() => {
      heard = get();
    });
    await get();
    one.write('b');
    one.tell();
    expect(await heard).toBe('b');
  });

  it('is forgotten after a write of one’s own', async () => {
    const one = record('a');
    const { get, forget } = createRemembered(one.read, [one.watch]);
    await get();
    one.write('b');
    forget();
    expect(await get()).toBe('b');
  });

  it('is never a failure', async () => {
    const one = record('damaged');
    const { get } = createRemembered(one.read, [one.watch]);
    await expect(get()).rejects.toThrow('damaged');
    one.write('a');
    expect(await get()).toBe('a');
  });

  it('is read each time where a record cannot be watched', async () => {
    const one = record('a');
    const { get } = createRemembered(one.read, [one.watch, undefined]);
    await get();
    one.write('b');
    expect(await get()).toBe('b');
  });
});
