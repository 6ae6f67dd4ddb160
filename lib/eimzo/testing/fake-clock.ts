import type { TimerPort } from '../ports.ts';

/** Lets everything that is ready in microtasks happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
}

/** A clock that stands still until told to go on. */
export class FakeClock implements TimerPort {
  time = Date.UTC(2026, 7, 20);
  readonly timers = new Map<number, { at: number; run: () => void }>();
  next = 1;

  now(): number {
    return this.time;
  }

  setTimeout(run: () => void, milliseconds: number): unknown {
    this.timers.set(this.next, { at: this.time + milliseconds, run });
    return this.next++;
  }

  clearTimeout(handle: unknown): void {
    this.timers.delete(handle as number);
  }

  /** Runs what becomes due, in order, each with its consequences. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].run();
      await settle();
    }
    this.time = end;
  }
}
