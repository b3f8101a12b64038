import type { CancelTimer, Clock } from "./clock.js";

interface Timer {
  readonly due: number;
  /** Breaks ties: of timers due at the same moment the one asked for first fires first. */
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. */
export class SimulatedClock implements Clock {
  readonly #began: number;
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** `now` is in milliseconds since 1970. */
  constructor(now = 1_700_000_000_000) {
    this.#began = now;
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#began;
  }

  after(milliseconds: number, callback: () => void): CancelTimer {
    this.#order += 1;
    const timer = { due: this.#now + Math.max(0, milliseconds), order: this.#order, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Lets time pass: fires what falls due, in order, and lets everything that promises set off settle before and after
   * each timer.
   */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (let timer = this.#nextUntil(end); timer !== undefined; timer = this.#nextUntil(end)) {
      this.#timers.delete(timer);
      this.#now = timer.due;
      timer.callback();
      await settled();
    }
    this.#now = end;
  }

  #nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (
        next === undefined ||
        timer.due < next.due ||
        (timer.due === next.due && timer.order < next.order)
      ) {
        next = timer;
      }
    }
    return next;
  }
}

/** All promise callbacks that are ready, and those that they make ready, run before a new turn of the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
