/**
 * Runs tasks one after the other, in the order they came. The vault and the settings read, change and write
 * whole records; two such tasks at once would lose one of the changes.
 */
export function createSerial(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return task => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
}
