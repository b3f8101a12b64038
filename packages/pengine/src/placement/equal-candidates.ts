import { MINUS_INFINITY } from "@sanode/cib";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { EqualCandidates } from "../model/placement-memory.js";
import type { ClusterState } from "../model/state.js";
import { placementMemory } from "./placement-memory.js";

/** Tables with fewer nodes are looked through as fast. */
const MANY_NODES = 32;

/**
 * The available node with the fewest primitives among those with the highest score, of several the current one, else the first in
 * order. Loads grow, so that the search goes on where it ended for a table that was alike, as long as no node has returned.
 *
 * @returns null if such nodes are not kept for the table, none of them is available, or all are forbidden
 */
export function leastLoaded(
  state: ClusterState,
  table: NodeTable,
  current: ClusterNode | null,
): ClusterNode | null {
  const equal = equalCandidates(state, table);
  if (equal === null) return null;
  const { assignedCounts, returns } = placementMemory(state);
  if (equal.returns !== returns) {
    equal.returns = returns;
    equal.at = equal.indexes.length;
  }
  const least = nextOfLoad(state, equal) ?? nextOfLoad(state, toLeastLoad(state, equal));
  if (least === null || current === null || assignedCounts[current.index] !== equal.load) return least;
  return isAvailable(current) && table.score(current) === table.score(least) ? current : least;
}

/**
 * The nodes with the highest score of a table, if it is alike with another one that has been asked for, so that it is worth while to
 * keep them: where many resources may run on many nodes, going through all of these for each would cost most.
 */
function equalCandidates(state: ClusterState, table: NodeTable): EqualCandidates | null {
  const rows = table.sharedRows;
  // Where load does not count, the first node is taken again and again.
  if (rows === null || table.size < MANY_NODES || state.options.placementStrategy === "minimal") return null;
  const { equalCandidates } = placementMemory(state);
  const known = equalCandidates.get(rows);
  if (known !== null && known !== undefined) return known;
  const made = known === undefined ? null : makeCandidates(state, table);
  equalCandidates.set(rows, made);
  return made;
}

function makeCandidates(state: ClusterState, table: NodeTable): EqualCandidates {
  const { nameRanks, positions, returns } = placementMemory(state);
  const score = table.highest(() => true);
  const indexes: number[] = [];
  if (score > MINUS_INFINITY) table.visitScored(score, (index) => indexes.push(index));
  const rank = (index: number): number => nameRanks[index] ?? 0;
  const position = (index: number): number => positions[index] ?? 0;
  indexes.sort((left, right) => rank(left) - rank(right) || position(left) - position(right));
  return { indexes: Int32Array.from(indexes), at: 0, load: 0, returns };
}

function nextOfLoad(state: ClusterState, equal: EqualCandidates): ClusterNode | null {
  const { assignedCounts } = placementMemory(state);
  const { indexes, load } = equal;
  for (; equal.at < indexes.length; equal.at += 1) {
    const index = indexes[equal.at] ?? 0;
    const node = assignedCounts[index] === load ? state.nodesByIndex[index] : undefined;
    if (node !== undefined && isAvailable(node)) return node;
  }
  return null;
}

/** Begins again with those that have the fewest primitives. */
function toLeastLoad(state: ClusterState, equal: EqualCandidates): EqualCandidates {
  const { assignedCounts } = placementMemory(state);
  equal.at = 0;
  equal.load = Infinity;
  for (const index of equal.indexes) {
    const [load, node] = [assignedCounts[index] ?? 0, state.nodesByIndex[index]];
    if (load < equal.load && node !== undefined && isAvailable(node)) equal.load = load;
  }
  return equal;
}
