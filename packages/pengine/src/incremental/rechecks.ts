/**
 * When an answer changes by itself, from when its parts do: the earliest moment of all. Epoch seconds; infinite for
 * what never changes by itself.
 */
export class Rechecks {
  /** The earliest moment of everything that is not known by component. */
  readonly #rest: number;
  readonly #known = new Map<string, number>();
  /** Components that may be the only reason for the rest's moment. */
  readonly #ambiguous = new Set<string>();

  constructor(recheckBy: number | null) {
    this.#rest = recheckBy ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Tells what the moment of a component is that the rest has counted so far.
   *
   * @returns false if it cannot have been counted
   */
  learn(component: string, recheckBy: number | null): boolean {
    const moment = recheckBy ?? Number.POSITIVE_INFINITY;
    this.#known.set(component, moment);
    if (moment === this.#rest && moment !== Number.POSITIVE_INFINITY) this.#ambiguous.add(component);
    return moment >= this.#rest;
  }

  /**
   * Gives a component another moment.
   *
   * @returns false if the whole's moment cannot be told any more
   */
  change(component: string, recheckBy: number | null): boolean {
    const moment = recheckBy ?? Number.POSITIVE_INFINITY;
    if (this.#ambiguous.has(component) && moment > this.#rest) return false;
    this.#known.set(component, moment);
    return true;
  }

  get earliest(): number | null {
    const earliest = Math.min(this.#rest, ...this.#known.values());
    return earliest === Number.POSITIVE_INFINITY ? null : earliest;
  }
}
