import type { LoadBefore } from "./observed-run.js";
import { NotInPart } from "./reason.js";

/** How many resources top-level resources put on the nodes, summed up over their list. */
export class NodeLoads {
  readonly #loads: readonly Int32Array[];
  readonly #nodeCount: number;
  /** A row of nodes for each position: what all before it have put there. The last row is what all have. */
  readonly #before: Int32Array;

  /** @param loads what each resource of the list puts on the nodes */
  constructor(loads: readonly Int32Array[]) {
    this.#loads = loads;
    const width = loads[0]?.length ?? 0;
    this.#nodeCount = width;
    this.#before = new Int32Array((loads.length + 1) * width);
    for (const [position, load] of loads.entries()) {
      const row = position * width;
      for (let node = 0; node < width; node += 1)
        this.#before[row + width + node] = (this.#before[row + node] ?? 0) + (load[node] ?? 0);
    }
  }

  /**
   * Puts on the nodes, before each turn of some resources, what the other ones have put there by then.
   *
   * @param included positions of the resources that come to their turns, ascending
   * @param positionOf of a top-level resource in the list
   */
  outside(included: readonly number[], positionOf: (id: string) => number | undefined): LoadBefore {
    const given = new Int32Array(this.#nodeCount);
    const own = new Int32Array(this.#nodeCount);
    let next = 0;
    return (id, counts) => {
      const position = id === null ? this.#loads.length : positionOf(id);
      if (position === undefined) throw new NotInPart("resource-structure");
      for (; (included[next] ?? position) < position; next += 1) this.#addTo(own, included[next] ?? 0);
      const row = position * this.#nodeCount;
      for (let node = 0; node < counts.length; node += 1) {
        const outside = (this.#before[row + node] ?? 0) - (own[node] ?? 0);
        counts[node] = (counts[node] ?? 0) + outside - (given[node] ?? 0);
        given[node] = outside;
      }
    };
  }

  #addTo(sums: Int32Array, position: number): void {
    const load = this.#loads[position] ?? [];
    for (let node = 0; node < sums.length; node += 1) sums[node] = (sums[node] ?? 0) + (load[node] ?? 0);
  }
}
