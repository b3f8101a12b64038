/** Time and timers, so that whoever depends on them can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970, as in the status section's times. May jump. */
  now(): number;
  /** Milliseconds since some moment; never goes back. For measuring how long something took. */
  monotonic(): number;
  /** Calls back once after that many milliseconds, unless the returned function is called first. */
  after(milliseconds: number, callback: () => void): CancelTimer;
}

export type CancelTimer = () => void;

/** Node's timers fire at once when asked for more than this; longer waits are made of several. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The computer's clock. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  after(milliseconds: number, callback: () => void): CancelTimer {
    let timer: NodeJS.Timeout;
    const wait = (rest: number): void => {
      timer =
        rest > LONGEST_TIMER
          ? setTimeout(() => wait(rest - LONGEST_TIMER), LONGEST_TIMER)
          : setTimeout(callback, Math.max(0, rest));
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  }
}
