import { clampScore, INFINITY, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { CombinedPreferences } from "../model/placement-memory.js";

/*
 * Adding many scores to one, each sum cut off at the ends, is mostly the same as adding their total once: if nothing is cut off on
 * the way. Three numbers a node: the total, the lowest that it comes to on the way, and what all positive scores come to.
 * -INFINITY and +INFINITY among the scores make the second and the third infinite.
 */
const ROW = 3;
const LOWEST = 1;
const RAISED = 2;

/** Collects what several sources add one after the other. */
export class PreferenceSum {
  private rows: Float64Array | null = null;
  /** Whether the rows belong to another sum, and must be copied before they are changed. */
  private shared = false;
  private sources = 0;

  /** A source's own preferences: what it adds to each node. */
  addOwn(nodes: readonly ClusterNode[], added: (node: ClusterNode) => Score): void {
    this.sources += 1;
    let rows: Float64Array | null = null;
    for (const node of nodes) {
      const score = added(node);
      if (score === 0) continue;
      rows ??= new Float64Array(ROW * nodes.reduce((most, { index }) => Math.max(most, index + 1), 0));
      const at = ROW * node.index;
      rows[at] = score;
      rows[at + LOWEST] = score <= MINUS_INFINITY ? -Infinity : Math.min(score, 0);
      rows[at + RAISED] = score >= INFINITY ? Infinity : Math.max(score, 0);
    }
    if (rows !== null) this.append(rows, false);
  }

  /** What another source, and all that follows from it, adds. */
  add({ rows, sources }: CombinedPreferences): void {
    this.sources += sources;
    if (rows !== null) this.append(rows, true);
  }

  result(): CombinedPreferences {
    this.shared = true;
    return { rows: this.rows, sources: this.sources };
  }

  private append(added: Float64Array, shared: boolean): void {
    if (this.rows === null) {
      this.rows = added;
      this.shared = shared;
      return;
    }
    if (this.shared) this.rows = this.rows.slice();
    this.shared = false;
    for (let at = 0; at < added.length; at += ROW) appendRow(this.rows, added, at);
  }
}

/** -INFINITY, once added, stays; so does +INFINITY unless -INFINITY follows. */
function appendRow(rows: Float64Array, added: Float64Array, at: number): void {
  const [sum = 0, lowest = 0, raised = 0] = [rows[at], rows[at + LOWEST], rows[at + RAISED]];
  const addedLowest = added[at + LOWEST] ?? 0;
  rows[at] = sum + (added[at] ?? 0);
  rows[at + RAISED] = raised + (added[at + RAISED] ?? 0);
  if (raised < Infinity || addedLowest === -Infinity) {
    rows[at + LOWEST] = Math.min(lowest, sum + addedLowest);
  }
}

/** Whether a node of this score has one that is not negative after each of the sources too. */
export function staysUsable({ rows }: CombinedPreferences, node: ClusterNode, score: Score): boolean {
  if (score < 0) return false;
  const lowest = rows === null ? 0 : (rows[ROW * node.index + LOWEST] ?? 0);
  return lowest > -Infinity && (score >= INFINITY || score + lowest >= 0);
}

/** The score of a node after all sources; undefined if that can only be told by adding them one by one. */
export function shifted({ rows }: CombinedPreferences, node: ClusterNode, score: Score): Score | undefined {
  if (rows === null) return score;
  const at = ROW * node.index;
  const [lowest = 0, raised = 0] = [rows[at + LOWEST], rows[at + RAISED]];
  if (score <= MINUS_INFINITY || lowest === -Infinity) return MINUS_INFINITY;
  if (score >= INFINITY) return INFINITY;
  const sinks = score + lowest <= MINUS_INFINITY;
  if (score + raised >= INFINITY) return raised === Infinity && !sinks ? INFINITY : undefined;
  return sinks ? MINUS_INFINITY : clampScore(score + (rows[at] ?? 0));
}

/** As {@link shifted}, where no score that is not negative may become so. */
export function shiftedUpwards(
  combined: CombinedPreferences,
  node: ClusterNode,
  score: Score,
): Score | undefined {
  const { rows } = combined;
  if (rows === null || score <= MINUS_INFINITY) return score;
  const raised = rows[ROW * node.index + RAISED] ?? 0;
  if (score === 0 && raised === 0) return score;
  const keepsSign = score < 0 ? score + raised < 0 : staysUsable(combined, node, score);
  return keepsSign ? shifted(combined, node, score) : undefined;
}
