const RealDate = globalThis.Date;
/** Nothing has been under way for this long (real ms): whoever waits, waits for a timer. */
const QUIET_MS = 4;
/** To a timer further away than this (virtual ms) it jumps only after a longer silence. */
const FAR_MS = 20_000;
const LONG_QUIET_MS = 80;
/** Something under way has not moved for this long: it hangs, and only a deadline will end it. */
const HUNG_MS = 200;

interface Timer {
  readonly due: number;
  readonly run: () => void;
  /** Whose it is: a dead worker's timers never fire. */
  readonly owner: object;
}

/**
 * Time that does not make anybody wait: while nothing is under way, the clock jumps to the next timer. The whole
 * process lives in it (the stand-ins' stamps and tokens too), so that nothing looks implausible.
 */
export class Clock {
  #offset = 0;
  #timers = new Map<number, Timer>();
  #next = 1;
  readonly #underWay = new Map<object, number>();
  #movedAt = RealDate.now();
  #begun = 0;
  #resting = 0;
  #running = true;

  constructor() {
    const clock = this;
    globalThis.Date = class extends RealDate {
      constructor(...args: unknown[]) {
        super(...((args.length === 0 ? [clock.now()] : args) as [number]));
      }
      static override now(): number {
        return clock.now();
      }
    } as DateConstructor;
    const turn = () => {
      if (!this.#running) return;
      this.#turn();
      setTimeout(turn, 1);
    };
    turn();
  }

  stop(): void {
    this.#running = false;
    globalThis.Date = RealDate;
  }

  now(): number {
    return RealDate.now() + this.#offset;
  }

  setTimeout(owner: object, run: () => void, ms: number): number {
    const id = this.#next++;
    this.#timers.set(id, { due: this.now() + Math.max(0, ms), run, owner });
    return id;
  }

  clearTimeout(id: unknown): void {
    this.#timers.delete(id as number);
  }

  /** A service that somebody waits for does nothing for so long: it is this that is waited for, and no work. */
  rest(ms: number): Promise<void> {
    this.#resting += 1;
    return new Promise(resolve => {
      const wake = () => {
        this.#resting -= 1;
        resolve();
      };
      this.setTimeout(this, wake, ms);
    });
  }

  get resting(): number {
    return this.#resting;
  }

  dropTimersOf(owner: object): void {
    for (const [id, timer] of this.#timers) if (timer.owner === owner) this.#timers.delete(id);
  }

  /** Something outside is being waited for; the function it gives ends that. */
  begin(): () => void {
    const what = {};
    this.#begun += 1;
    this.#movedAt = RealDate.now();
    this.#underWay.set(what, this.#movedAt);
    return () => {
      if (this.#underWay.delete(what)) this.#movedAt = RealDate.now();
    };
  }

  /** Whether nothing begins for a while; told by turns of the event loop, because a busy machine makes time run. */
  async isCalm(turns = 40): Promise<boolean> {
    const begun = this.#begun;
    for (let turn = 0; turn < turns; turn += 1) {
      await new Promise(resolve => (turn % 8 === 0 ? setTimeout(resolve, 1) : setImmediate(resolve)));
      if (this.#begun !== begun || this.#underWay.size > 0) return false;
    }
    return true;
  }

  /** Nothing is under way, or nothing but what rests or hangs. */
  #isStill(quietMs: number): boolean {
    const now = RealDate.now();
    if (now - this.#movedAt < quietMs) return false;
    const busy = [...this.#underWay.values()].filter(begun => now - begun < HUNG_MS);
    return busy.length <= this.#resting;
  }

  #turn(): void {
    const [first] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due);
    if (!first) return;
    const [id, { due, run }] = first;
    if (due > this.now()) {
      // What is computed between two steps is not under way; nobody computes long enough to be taken for a minute.
      if (!this.#isStill(due - this.now() > FAR_MS ? LONG_QUIET_MS : QUIET_MS)) return;
      this.#offset += due - this.now();
    }
    this.#timers.delete(id);
    this.#movedAt = RealDate.now();
    run();
  }
}
