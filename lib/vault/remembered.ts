import type { WatchedKeyValuePort } from './ports.ts';

/** Tells of each change of one record, here or in another context. The returned function ends it. */
export type Watch = (changed: () => void) => () => void;

export function watchOf(area: Pick<WatchedKeyValuePort, 'watch'>, key: string): Watch | undefined {
  return area.watch && (changed => area.watch?.(key, changed) ?? (() => {}));
}

/** Of what is not there at all. */
export const neverChanges: Watch = () => () => {};

/** A reading of stored records that is made once and answered from memory until one of them changes. */
export interface Remembered<T> {
  get(): Promise<T>;
  /** Called after each write of one's own: what the browser tells of it comes a moment later. */
  forget(): void;
}

/**
 * A batch of a hundred documents asks for the settings five hundred times, and each reading is a call to the browser.
 * What another context writes is known a moment later than by reading: nothing may be written back that was read here.
 * Watched from the beginning, not from the first reading on: whoever else listens to the same change, and asks then, must
 * not be told of it first.
 * @param watches one for each record `read` looks at; undefined: that one cannot be watched, and so is read each time
 */
export function createRemembered<T>(
  read: () => Promise<T>,
  watches: readonly (Watch | undefined)[],
): Remembered<T> {
  if (watches.includes(undefined)) return { get: read, forget: () => {} };
  let known: Promise<T> | null = null;
  const forget = () => {
    known = null;
  };
  for (const watch of watches) watch?.(forget);
  return {
    get() {
      if (known) return known;
      const reading = read();
      known = reading;
      // A failure is told once, and not remembered.
      reading.catch(() => {
        if (known === reading) known = null;
      });
      return reading;
    },
    forget,
  };
}
