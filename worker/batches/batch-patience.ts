import type { TimerPort } from '../../lib/eimzo/ports.ts';

/** The service asked for a pause: then every document waits, not only the one that was told. */
export interface Patience {
  told(ms: number): void;
  /** Until when the service wants to be left alone; null: it does not. */
  until(): number | null;
  /** Resolves when it may be asked again. */
  calm(): Promise<void>;
}

export function createPatience(timer: TimerPort): Patience {
  let until = 0;
  let longest = 0;
  // A clock that is set back makes nobody wait longer than he was told.
  const left = () => Math.min(until - timer.now(), longest);
  return {
    told(ms) {
      longest = Math.max(ms, left());
      until = timer.now() + longest;
    },
    until: () => (left() > 0 ? until : null),
    async calm() {
      while (left() > 0) await new Promise<void>(resolve => timer.setTimeout(resolve, left()));
    },
  };
}
