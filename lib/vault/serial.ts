/**
 * Runs tasks one after the other, in the order they came. The vault and the settings read, change and write
 * whole records; two such tasks at once would lose one of the changes, or write back a key that was just taken away.
 */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

/** Within this context only: where several share a storage area, the browser's own locks are needed. */
export function createSerial(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return task => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
}
