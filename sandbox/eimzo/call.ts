import type { WindowOutcome } from './settings.ts';

/** What the stand-in noted about one frame it understood. */
export interface CallRecord {
  /** '' for the meta calls version, apidoc and apikey. */
  readonly plugin: string;
  readonly name: string;
  /** Cut to a few dozen characters each. */
  readonly arguments: readonly string[];
  /** The Origin header; null when there was none. */
  readonly origin: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly socketId: number;
  readonly secure: boolean;
  /** Another plugin call was under way at the same time. */
  overlapped: boolean;
  /** What the person did in the password or PIN window; null when none opened. */
  window: WindowOutcome | null;
  /** The answer's status (also where the version does not send one); null while, or if never, answered. */
  answered: number | null;
  answeredAt: number | null;
}

/** A plugin call under way. */
export interface Call {
  readonly arguments: readonly string[];
  readonly record: CallRecord;
  /** Fires when nobody waits any more: socket closed, module restarted, or the call hangs. */
  readonly signal: AbortSignal;
}

/** What a successful answer carries beside success and status. */
export type Payload = Readonly<Record<string, unknown>>;

/** Thrown when a call is given up; nothing is answered. */
export class GivenUp extends Error {}

/** Waits. @throws GivenUp when the signal fires first */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new GivenUp());
    if (ms === 0) return resolve();
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(new GivenUp());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** Never comes back, unless the call is given up. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(new GivenUp());
    signal.addEventListener('abort', () => reject(new GivenUp()), { once: true });
  });
}
