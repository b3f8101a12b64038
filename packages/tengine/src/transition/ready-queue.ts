/** Small integers, handed back smallest first (a binary heap). */
export class ReadyQueue {
  readonly #heap: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(value: number): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= value) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = value;
  }

  /** Takes the smallest; undefined if there is none. */
  pop(): number | undefined {
    const smallest = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return smallest;
  }

  #sink(value: number): void {
    const heap = this.#heap;
    const end = heap.length;
    let at = 0;
    for (let child = 1; child < end; child = 2 * at + 1) {
      const right = child + 1;
      if (right < end && (heap[right] ?? 0) < (heap[child] ?? 0)) child = right;
      const below = heap[child] ?? 0;
      if (below >= value) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = value;
  }
}
