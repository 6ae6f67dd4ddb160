/** Time left, in the two largest units that matter. `soon`: under a quarter of an hour. */
export interface TimeLeft {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly over: boolean;
  readonly soon: boolean;
}

export function timeLeft(until: number, now: number): TimeLeft {
  const total = Math.max(0, Math.floor((until - now) / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
    over: until <= now,
    soon: until > now && total < 900,
  };
}

/** How long what is shown stays true: a second in the last hour, else until the minute changes. */
export function nextTick(until: number, now: number): number {
  const left = until - now;
  if (left <= 0) return Number.POSITIVE_INFINITY;
  return left < 3_600_000 ? 1000 : Math.max(1000, left % 60_000);
}
