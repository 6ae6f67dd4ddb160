import type { WorkerPlatform } from './platform.ts';

/** While something is under way, a dead worker is woken by it and looks at what was left. */
export const WATCHDOG_ALARM = 'watchdog';
const WATCHDOG_MS = 30_000;

/** Keeps this worker awake while something is under way, and has an alarm ready for the next one, should it die. */
export interface Watchdog {
  /** Something is under way until the function it gives is called. */
  hold(): () => void;
  /** The alarm rang: it stays only while something is under way. */
  rearm(): Promise<void>;
}

export function createWatchdog({ wake, alarms }: Pick<WorkerPlatform, 'wake' | 'alarms'>): Watchdog {
  let holds = 0;
  const rearm = () => alarms.set(WATCHDOG_ALARM, holds > 0 ? WATCHDOG_MS : null);
  return {
    hold() {
      const release = wake.hold();
      holds += 1;
      if (holds === 1) void rearm();
      let over = false;
      return () => {
        if (over) return;
        over = true;
        release();
        holds -= 1;
        if (holds === 0) void rearm();
      };
    },
    rearm,
  };
}
