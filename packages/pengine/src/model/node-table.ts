import { addScores, clampScore, type KeyedOrder, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { ClusterNode } from "./node.js";

/** Whether probes for a resource are wanted on a node; the numbers order the strength. */
export const Discovery = { Always: 0, Never: 1, Exclusive: 2 } as const;
export type Discovery = (typeof Discovery)[keyof typeof Discovery];

/*
 * A row is two integers: the score, then the rest in bits. One array a table, since there is a table for every
 * resource and each typed array costs much more than what is in it.
 */
const presentBit = 1;
const discoveryShift = 1;
const discoveryMask = 3 << discoveryShift;
const counterShift = 3;
/** All but the counter. */
const entryMask = (1 << counterShift) - 1;

/** After so many copies of a table in a row it is worth while to look whether they still change its order. */
const MANY_COPIES = 8;

/** Nodes that many resources are banned from. Tables that were alike before have the same rows afterwards. */
export class NodeBan {
  readonly nodes: readonly ClusterNode[];
  /** Shared rows that came up last, and what became of them. */
  last: { readonly before: Int32Array; readonly after: Int32Array } | null = null;

  constructor(nodes: readonly ClusterNode[]) {
    this.nodes = nodes;
  }
}

/**
 * The candidate nodes of one resource: node -> score, discovery mode, counter.
 * A node without entry is not allowed at all. Rows are node indexes, so every look-up is an array access.
 *
 * The table also remembers the iteration order that the reference's string-keyed tables would have
 * (keyed by node *id*), because a few ties are decided by it; it is only computed when asked for.
 */
export class NodeTable {
  private rows: Int32Array;
  /** Other tables have the same rows, so that they are copied before they are changed; once shared, rows never change. */
  private shared = false;
  private entries = 0;
  private order: KeyedOrder;
  private watcher: (() => void) | null = null;

  constructor(order: KeyedOrder, capacity = 8) {
    this.rows = new Int32Array(2 * capacity);
    this.order = order;
  }

  get size(): number {
    return this.entries;
  }

  /** The same for tables with the same rows, as long as they have them; null for a table that has its own. */
  get sharedRows(): object | null {
    return this.shared ? this.rows : null;
  }

  has(node: ClusterNode): boolean {
    return (this.bits(node) & presentBit) !== 0;
  }

  /** The score of an entry; -INFINITY where there is none. */
  score(node: ClusterNode): Score {
    return this.has(node) ? clampScore(this.rows[2 * node.index] ?? 0) : MINUS_INFINITY;
  }

  /**
   * The index of the next node after an index (-1 to begin with) that has an entry; -1 after the last.
   *
   * @param lowest entries with lower scores are passed over
   */
  next(after: number, lowest: Score = MINUS_INFINITY): number {
    for (let at = 2 * (after + 1); at < this.rows.length; at += 2) {
      const score = this.rows[at] ?? 0;
      if (score >= lowest && ((this.rows[at + 1] ?? 0) & presentBit) !== 0) return at >> 1;
    }
    return -1;
  }

  /**
   * The highest score of a node that passes a test; -INFINITY if there is none.
   *
   * @param test is asked for a node's index only if its score is higher than those found so far
   */
  highest(test: (index: number) => boolean): Score {
    const { rows } = this;
    let best: number = MINUS_INFINITY;
    for (let at = 0; at < rows.length; at += 2) {
      const score = rows[at] ?? 0;
      if (score > best && ((rows[at + 1] ?? 0) & presentBit) !== 0 && test(at >> 1)) best = score;
    }
    return clampScore(best);
  }

  /** Visits the indexes of all nodes with a score, ascending. */
  visitScored(score: Score, visit: (index: number) => void): void {
    const { rows } = this;
    for (let at = 0; at < rows.length; at += 2) {
      if (rows[at] === score && ((rows[at + 1] ?? 0) & presentBit) !== 0) visit(at >> 1);
    }
  }

  discovery(node: ClusterNode): Discovery {
    const bits = this.bits(node);
    const mode = (bits & presentBit) === 0 ? Discovery.Always : (bits & discoveryMask) >> discoveryShift;
    return mode === Discovery.Never || mode === Discovery.Exclusive ? mode : Discovery.Always;
  }

  /** The counter of an entry: instances on the node, later promotions. */
  counter(node: ClusterNode): number {
    const bits = this.bits(node);
    return (bits & presentBit) === 0 ? 0 : bits >> counterShift;
  }

  setCounter(node: ClusterNode, value: number): void {
    const bits = this.bits(node);
    if ((bits & presentBit) !== 0) this.setBits(node, (bits & entryMask) | (value << counterShift));
  }

  clearCounters(): void {
    this.own();
    for (let at = 1; at < this.rows.length; at += 2) this.rows[at] = (this.rows[at] ?? 0) & entryMask;
  }

  /**
   * Adds or replaces an entry. Use the functions of `placement/score-change.ts` where a resource's own score
   * changes. Without a discovery mode the node's own counts.
   */
  insert(node: ClusterNode, score: Score, discovery: Discovery = ownDiscovery(node)): void {
    if (2 * node.index >= this.rows.length) this.grow(node.index + 1);
    let bits = this.bits(node);
    if ((bits & presentBit) === 0) {
      bits = presentBit;
      this.entries += 1;
      this.order = this.order.insert(node.id);
    }
    this.own();
    this.rows[2 * node.index] = score;
    this.setBits(node, (bits & ~discoveryMask) | (discovery << discoveryShift));
    this.tellWatcher();
  }

  /** Adds nodes that have no entry yet, with their own scores and discovery modes. */
  fill(nodes: readonly ClusterNode[]): void {
    const last = nodes.reduce((last, { index }) => Math.max(last, index), 0);
    if (2 * last >= this.rows.length) this.grow(last + 1);
    this.own();
    for (const node of nodes) {
      this.rows[2 * node.index] = node.baseScore;
      this.rows[2 * node.index + 1] = presentBit | (ownDiscovery(node) << discoveryShift);
    }
    this.entries += nodes.length;
    this.order = this.order.fill(new Set(nodes.map(({ id }) => id)));
    this.tellWatcher();
  }

  /** Replaces the score of an existing entry; does nothing where there is none. */
  setScore(node: ClusterNode, score: Score): void {
    if (this.has(node)) this.change(node, score);
  }

  /** Score addition on an existing entry; does nothing where there is none. */
  addScore(node: ClusterNode, score: Score): void {
    if (this.has(node)) this.change(node, addScores(this.score(node), score));
  }

  /** Forbids certain nodes; does nothing where there is no entry. */
  forbid(ban: NodeBan): void {
    const before = this.shared ? this.rows : null;
    if (before !== null && ban.last?.before === before) {
      this.rows = ban.last.after;
    } else {
      this.own();
      for (const node of ban.nodes) if (this.has(node)) this.rows[2 * node.index] = MINUS_INFINITY;
      if (before !== null) {
        this.shared = true;
        ban.last = { before, after: this.rows };
      }
    }
    this.tellWatcher();
  }

  /** Forbids every node but one. */
  forbidOthers(node: ClusterNode): void {
    this.own();
    for (let at = 0; at < this.rows.length; at += 2) {
      const present = ((this.rows[at + 1] ?? 0) & presentBit) !== 0;
      if (present && at !== 2 * node.index) this.rows[at] = MINUS_INFINITY;
    }
    this.tellWatcher();
  }

  setDiscovery(node: ClusterNode, discovery: Discovery): void {
    const bits = this.bits(node);
    if ((bits & presentBit) !== 0)
      this.setBits(node, (bits & ~discoveryMask) | (discovery << discoveryShift));
  }

  remove(node: ClusterNode): void {
    if (!this.has(node)) return;
    this.setBits(node, 0);
    this.entries -= 1;
    this.order = this.order.remove(node.id);
    this.tellWatcher();
  }

  /** Has a function called once, when entries or scores change the next time; it takes the place of the one before. */
  watch(watcher: () => void): void {
    this.watcher = watcher;
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
    for (let count = 0; count < times; count += 1) {
      const next = this.order.copied();
      if (next === this.order) return;
      this.order = next;
      // Once computed, an order that copies leave as it is tells so.
      if (count >= MANY_COPIES) next.keys();
    }
  }

  /** Node ids in the iteration order of the keyed table. */
  keyedIds(): readonly string[] {
    return this.order.keys();
  }

  private change(node: ClusterNode, score: Score): void {
    const at = 2 * node.index;
    if (this.rows[at] === score) return;
    this.own();
    this.rows[at] = score;
    this.tellWatcher();
  }

  private tellWatcher(): void {
    const { watcher } = this;
    if (watcher === null) return;
    this.watcher = null;
    watcher();
  }

  private bits(node: ClusterNode): number {
    return this.rows[2 * node.index + 1] ?? 0;
  }

  private setBits(node: ClusterNode, bits: number): void {
    this.own();
    this.rows[2 * node.index + 1] = bits;
  }

  private duplicate(order: KeyedOrder): NodeTable {
    const copy = new NodeTable(order, 0);
    copy.rows = this.rows;
    copy.shared = true;
    this.shared = true;
    copy.entries = this.entries;
    return copy;
  }

  private own(): void {
    if (!this.shared) return;
    this.rows = this.rows.slice();
    this.shared = false;
  }

  private grow(minimum: number): void {
    const rows = new Int32Array(Math.max(2 * minimum, 2 * this.rows.length));
    rows.set(this.rows);
    this.rows = rows;
    this.shared = false;
  }
}

export function ownDiscovery(node: ClusterNode): Discovery {
  return node.neverProbe ? Discovery.Never : Discovery.Always;
}
