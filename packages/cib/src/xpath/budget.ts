import { XPathError } from "../errors/xpath.js";

/** What an evaluation may still spend. */
export class Budget {
  readonly #limit: number;
  #left: number;

  constructor(limit: number) {
    this.#limit = limit;
    this.#left = limit;
  }

  /**
   * @param amount nodes, operations or characters
   * @throws XPathError `too-costly`
   */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) {
      throw new XPathError(
        "too-costly",
        `the evaluation takes more than ${this.#limit} steps; ask for less at once`,
      );
    }
  }
}
