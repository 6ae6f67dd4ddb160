import { ModuleError } from './errors.ts';
import type { TimerPort, WakePort } from './ports.ts';

/** What the queue is doing, for "waiting for the password window" and the like. */
export interface QueueState {
  /** The call under way, and since when (milliseconds since 1970). */
  readonly current: { readonly verb: string; readonly since: number } | null;
  /** Calls behind it. */
  readonly waiting: number;
}

export interface Queue {
  /**
   * Runs `task` when all earlier ones are over. `signal` takes a waiting task out at once ('aborted'); a running one is
   * expected to watch the signal itself.
   */
  run<T>(verb: string, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>;
  state(): QueueState;
}

export interface QueueDeps {
  readonly timer: Pick<TimerPort, 'now'>;
  readonly wake: WakePort;
  readonly onChange?: () => void;
}

/**
 * One queue for everything, first in first out, one under way: overlapping calls are reported to deadlock the module.
 * Each task keeps the background awake from its arrival to its end.
 */
export function createQueue({ timer, wake, onChange = () => {} }: QueueDeps): Queue {
  const line: { verb: string; start: () => Promise<void> }[] = [];
  let current: QueueState['current'] = null;

  async function next(): Promise<void> {
    if (current) return;
    const first = line.shift();
    if (!first) return;
    current = { verb: first.verb, since: timer.now() };
    onChange();
    await first.start();
    current = null;
    onChange();
    void next();
  }

  function run<T>(verb: string, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    if (signal?.aborted) return Promise.reject(new ModuleError('aborted', { verb }));
    const release = wake.hold();
    return new Promise<T>((resolve, reject) => {
      const item = {
        verb,
        start: async () => {
          signal?.removeEventListener('abort', leave);
          try {
            resolve(await task());
          } catch (error) {
            reject(error);
          } finally {
            release();
          }
        },
      };
      const leave = () => {
        const place = line.indexOf(item);
        if (place < 0) return;
        line.splice(place, 1);
        signal?.removeEventListener('abort', leave);
        release();
        reject(new ModuleError('aborted', { verb }));
        onChange();
      };
      signal?.addEventListener('abort', leave);
      line.push(item);
      onChange();
      void next();
    });
  }

  return { run, state: () => ({ current, waiting: line.length }) };
}
