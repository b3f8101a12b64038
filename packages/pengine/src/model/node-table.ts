import { addScores, clampScore, type KeyedOrder, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { ClusterNode } from "./node.js";

/** Whether probes for a resource are wanted on a node; the numbers order the strength. */
export const Discovery = { Always: 0, Never: 1, Exclusive: 2 } as const;
export type Discovery = (typeof Discovery)[keyof typeof Discovery];

/**
 * The candidate nodes of one resource: node -> score, discovery mode, counter.
 * A node without entry is not allowed at all. Rows are node indexes, so every look-up is an array access.
 *
 * The table also remembers the iteration order that the reference's string-keyed tables would have
 * (keyed by node *id*), because a few ties are decided by it; it is only computed when asked for.
 */
export class NodeTable {
  private scores: Int32Array;
  private counters: Int32Array;
  private modes: Uint8Array;
  private present: Uint8Array;
  private entries: number;
  private order: KeyedOrder;

  constructor(order: KeyedOrder, capacity = 8) {
    this.scores = new Int32Array(capacity);
    this.counters = new Int32Array(capacity);
    this.modes = new Uint8Array(capacity);
    this.present = new Uint8Array(capacity);
    this.entries = 0;
    this.order = order;
  }

  get size(): number {
    return this.entries;
  }

  has(node: ClusterNode): boolean {
    return this.present[node.index] === 1;
  }

  /** The score of an entry; -INFINITY where there is none. */
  score(node: ClusterNode): Score {
    const index = node.index;
    return this.present[index] === 1 ? clampScore(this.scores[index] ?? 0) : MINUS_INFINITY;
  }

  discovery(node: ClusterNode): Discovery {
    const mode = this.present[node.index] === 1 ? this.modes[node.index] : Discovery.Always;
    return mode === Discovery.Never || mode === Discovery.Exclusive ? mode : Discovery.Always;
  }

  /** The counter of an entry: instances on the node, later promotions. */
  counter(node: ClusterNode): number {
    return this.present[node.index] === 1 ? (this.counters[node.index] ?? 0) : 0;
  }

  setCounter(node: ClusterNode, value: number): void {
    if (this.present[node.index] === 1) this.counters[node.index] = value;
  }

  clearCounters(): void {
    this.counters.fill(0);
  }

  /** Adds or replaces an entry. Use the functions of `placement/score-change.ts` where a resource's own score changes. */
  insert(node: ClusterNode, score: Score, discovery: Discovery = Discovery.Always): void {
    const index = node.index;
    if (index >= this.present.length) this.grow(index + 1);
    if (this.present[index] !== 1) {
      this.present[index] = 1;
      this.entries += 1;
      this.counters[index] = 0;
      this.order = this.order.insert(node.id);
    }
    this.scores[index] = score;
    this.modes[index] = discovery;
  }

  /** Replaces the score of an existing entry; does nothing where there is none. */
  setScore(node: ClusterNode, score: Score): void {
    if (this.present[node.index] === 1) this.scores[node.index] = score;
  }

  /** Score addition on an existing entry; does nothing where there is none. */
  addScore(node: ClusterNode, score: Score): void {
    const index = node.index;
    if (this.present[index] === 1) this.scores[index] = addScores(clampScore(this.scores[index] ?? 0), score);
  }

  setDiscovery(node: ClusterNode, discovery: Discovery): void {
    if (this.present[node.index] === 1) this.modes[node.index] = discovery;
  }

  remove(node: ClusterNode): void {
    if (this.present[node.index] !== 1) return;
    this.present[node.index] = 0;
    this.entries -= 1;
    this.order = this.order.remove(node.id);
  }

  /** A copy with the same entries. Copying re-fills the keyed table, which may change its order. */
  copy(): NodeTable {
    return this.duplicate(this.order.copied());
  }

  /** A copy that stands for a table filled in the same way as this one (its order is the same). */
  twin(): NodeTable {
    return this.duplicate(this.order);
  }

  /**
   * Gives this table the order that it would have after having been replaced by a copy of itself, as the
   * reference does at many steps. Scores stay.
   *
   * @param times how often one after the other
   */
  recopied(times = 1): void {
    for (let count = 0; count < times; count += 1) this.order = this.order.copied();
  }

  private duplicate(order: KeyedOrder): NodeTable {
    const copy = new NodeTable(order, 0);
    copy.scores = this.scores.slice();
    copy.counters = this.counters.slice();
    copy.modes = this.modes.slice();
    copy.present = this.present.slice();
    copy.entries = this.entries;
    return copy;
  }

  /** Node ids in the iteration order of the keyed table. */
  keyedIds(): readonly string[] {
    return this.order.keys();
  }

  private grow(minimum: number): void {
    const capacity = Math.max(minimum, this.present.length * 2);
    this.scores = enlarge(this.scores, new Int32Array(capacity));
    this.counters = enlarge(this.counters, new Int32Array(capacity));
    this.modes = enlarge(this.modes, new Uint8Array(capacity));
    this.present = enlarge(this.present, new Uint8Array(capacity));
  }
}

function enlarge<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
