import type { CancelTimer, Clock } from "@sanode/ra";

/** Decides once and sees it carried out. */
export interface Evaluation {
  /**
   * @param reason why everything is decided anew
   * @param signal aborted when that happens again: what is under way is to be ended soon, and nothing more begun
   * @returns why it has to be done once more, if so, and when it is to be done again although nothing happens
   */
  evaluate(reason: string, signal: AbortSignal): Promise<EvaluationResult>;
}

export interface EvaluationResult {
  readonly again: string | null;
  /** Milliseconds; null for never. */
  readonly recheckAfter: number | null;
  /** Milliseconds that are to pass without a change before the next decision; 0 by default. */
  readonly delay?: number;
}

/**
 * Decides, sees to what follows, and decides again, until nothing is left to be done; and whenever something
 * changes.
 *
 * What is asked for while something is under way aborts it and is decided as soon as all that was begun has
 * ended. What is asked for in one turn of the event loop is decided together.
 */
export class EvaluationLoop {
  readonly #evaluation: Evaluation;
  readonly #clock: Clock;
  readonly #onSettled: () => void;
  #wanted: string | undefined;
  #holds = 0;
  /** Of what is under way. */
  #underWay: AbortController | undefined;
  /** Resolves when no evaluation goes on. */
  #active: Promise<void> | undefined;
  #cancelRecheck: CancelTimer | undefined;
  /** Milliseconds without a change before the next decision. */
  #delay = 0;
  /** While that time passes. */
  #cancelDelay: CancelTimer | undefined;
  #isStable = true;
  #ended = false;
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  constructor(evaluation: Evaluation, clock: Clock, onSettled: () => void) {
    this.#evaluation = evaluation;
    this.#clock = clock;
    this.#onSettled = onSettled;
  }

  /** Something has changed. */
  request(reason: string): void {
    if (this.#ended) return;
    this.#isStable = false;
    this.#wanted ??= reason;
    this.#cancelRecheck?.();
    this.#cancelRecheck = undefined;
    this.#underWay?.abort(reason);
    this.#postpone();
    this.#begin();
  }

  /** Something is about to change: nothing is decided until the function that is returned has been called. */
  hold(reason: string): () => void {
    this.#holds += 1;
    this.request(reason);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      this.#begin();
    };
  }

  /** Resolves when nothing is being carried out. */
  async idle(): Promise<void> {
    while (this.#active !== undefined) await this.#active;
  }

  /**
   * Resolves when nothing is left to be done. Rejects if deciding itself fails, which is an error of ours.
   */
  settled(): Promise<void> {
    if (this.#isStable || this.#ended) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** From now on nothing is decided. What is under way is aborted. */
  end(): void {
    this.#ended = true;
    this.#wanted = undefined;
    this.#cancelRecheck?.();
    this.#cancelDelay?.();
    this.#underWay?.abort("the cluster ends");
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Lets the time without a change begin anew. */
  #postpone(): void {
    this.#cancelDelay?.();
    this.#cancelDelay = undefined;
    if (this.#delay === 0 || this.#ended) return;
    this.#cancelDelay = this.#clock.after(this.#delay, () => {
      this.#cancelDelay = undefined;
      this.#begin();
    });
  }

  #begin(): void {
    if (this.#active !== undefined || !this.#mayEvaluate()) return;
    this.#active = this.#evaluateUntilStable().finally(() => {
      this.#active = undefined;
      // Released, or asked for, in the very moment in which the last evaluation ended.
      this.#begin();
    });
  }

  #mayEvaluate(): boolean {
    return this.#wanted !== undefined && this.#holds === 0 && this.#cancelDelay === undefined && !this.#ended;
  }

  async #evaluateUntilStable(): Promise<void> {
    // Whatever else changes in this turn of the event loop is decided together with it.
    await new Promise((resolve) => setImmediate(resolve));
    let recheckAfter: number | null = null;
    try {
      while (this.#mayEvaluate()) recheckAfter = await this.#evaluateOnce();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#wanted === undefined && !this.#ended) this.#settle(recheckAfter);
  }

  async #evaluateOnce(): Promise<number | null> {
    const reason = this.#wanted ?? "";
    this.#wanted = undefined;
    this.#underWay = new AbortController();
    try {
      const {
        again,
        recheckAfter,
        delay = 0,
      } = await this.#evaluation.evaluate(reason, this.#underWay.signal);
      if (again !== null) this.#wanted ??= again;
      this.#delay = delay;
      if (this.#wanted !== undefined) this.#postpone();
      return recheckAfter;
    } finally {
      this.#underWay = undefined;
    }
  }

  #settle(recheckAfter: number | null): void {
    this.#isStable = true;
    if (recheckAfter !== null) {
      this.#cancelRecheck = this.#clock.after(recheckAfter, () => this.request("Time has passed"));
    }
    this.#onSettled();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #fail(error: unknown): void {
    this.#wanted = undefined;
    this.#isStable = true;
    const waiting = this.#waiting.splice(0);
    for (const { reject } of waiting) reject(error);
    if (waiting.length > 0) return;
    // Nobody waits, but somebody has to hear of it.
    queueMicrotask(() => {
      throw error;
    });
  }
}
