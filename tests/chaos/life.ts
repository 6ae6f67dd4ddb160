import type { Clock } from './clock.ts';

/**
 * One life of the worker. Everything it does outside goes through `port`, which counts: at the step the schedule chose
 * the worker dies, before or after the effect, and nothing of it ever goes on (its promises stay pending for ever, as
 * those of a terminated worker do).
 */
export class Life {
  readonly clock: Clock;
  readonly death: Promise<'dead'>;
  steps = 0;
  /** Whether it still lives. */
  alive = true;
  /** When it died, as `performance.now()` tells. */
  diedAt = Number.POSITIVE_INFINITY;
  /** The step at which it dies; null: not by itself. */
  diesAt: number | null = null;
  #onDeath: (() => void)[] = [];
  #tell: (how: 'dead') => void = () => {};

  constructor(clock: Clock) {
    this.clock = clock;
    this.death = new Promise(resolve => {
      this.#tell = resolve;
    });
  }

  onDeath(run: () => void): void {
    this.#onDeath.push(run);
  }

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    this.diedAt = performance.now();
    for (const run of this.#onDeath) run();
    this.clock.dropTimersOf(this);
    this.#tell('dead');
  }

  /** Counts one step; false when the worker is dead after it. */
  step(): boolean {
    if (!this.alive) return false;
    this.steps += 1;
    if (this.diesAt !== null && this.steps >= this.diesAt) this.kill();
    return this.alive;
  }

  async port<T>(call: () => Promise<T>): Promise<T> {
    if (!this.step()) return never();
    const end = this.clock.begin();
    let outcome: { value: T } | { error: unknown };
    try {
      outcome = { value: await call() };
    } catch (error) {
      outcome = { error };
    }
    end();
    if (!this.step()) return never();
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

export function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}
