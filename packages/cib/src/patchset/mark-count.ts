/** Marks on the places of a list, counted in logarithmic time (a Fenwick tree). */
export class MarkCount {
  readonly #size: number;
  /** Made with the first mark: most lists never have one. */
  #sums: Uint32Array | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** Marks a place that is not marked yet. */
  mark(index: number): void {
    this.#sums ??= new Uint32Array(this.#size + 1);
    for (let at = index + 1; at <= this.#size; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + 1;
  }

  /** How many places before an index are marked. */
  before(index: number): number {
    if (this.#sums === undefined) return 0;
    let count = 0;
    for (let at = index; at > 0; at -= at & -at) count += this.#sums[at] ?? 0;
    return count;
  }
}
