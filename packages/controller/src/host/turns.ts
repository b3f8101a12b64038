/** How many begin in one turn of the event loop: making a process takes milliseconds in which nothing else happens. */
const PER_TURN = 4;

/**
 * Lets work begin a little at a time, so that between two pieces of it whatever else has happened is noticed: processes
 * that have ended, output, deadlines. What is urgent goes before what is not, however long that has waited.
 */
export class Turns {
  readonly #urgent: (() => void)[] = [];
  readonly #patient: (() => void)[] = [];
  #isGoing = false;

  /** Resolves when it is one's turn. */
  next(urgent: boolean): Promise<void> {
    return new Promise((resolve) => {
      (urgent ? this.#urgent : this.#patient).push(resolve);
      if (this.#isGoing) return;
      this.#isGoing = true;
      setImmediate(() => this.#go());
    });
  }

  #go(): void {
    for (let count = 0; count < PER_TURN; count += 1) (this.#urgent.shift() ?? this.#patient.shift())?.();
    this.#isGoing = this.#urgent.length > 0 || this.#patient.length > 0;
    if (this.#isGoing) setImmediate(() => this.#go());
  }
}
