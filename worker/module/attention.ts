import type { TimerPort } from '../../lib/eimzo/ports.ts';

/**
 * Who is working right now. While anybody is, one connected socket to the module stands ready (ADR 1);
 * when the last one goes, it is closed and no timer is left.
 */
export interface Attention {
  /** Somebody works until this long from now, in ms; said again, it is prolonged. */
  attend(who: string, forMs: number): void;
  release(who: string): void;
}

export function createAttention(timer: TimerPort, onChange: (working: boolean) => void): Attention {
  const until = new Map<string, number>();
  let alarm: unknown = null;
  let working = false;
  const update = () => {
    const now = timer.now();
    for (const [who, end] of until) if (end <= now) until.delete(who);
    if (alarm !== null) timer.clearTimeout(alarm);
    alarm = null;
    if (until.size > 0) alarm = timer.setTimeout(update, Math.max(250, Math.min(...until.values()) - now));
    if (working === until.size > 0) return;
    working = until.size > 0;
    onChange(working);
  };
  return {
    attend(who, forMs) {
      until.set(who, Math.max(until.get(who) ?? 0, timer.now() + forMs));
      update();
    },
    release(who) {
      if (until.delete(who)) update();
    },
  };
}
