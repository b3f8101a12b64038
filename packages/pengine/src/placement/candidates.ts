import { clampScore, MINUS_INFINITY, type Score } from "@sanode/cib";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { ClusterState } from "../model/state.js";
import { leastLoaded } from "./equal-candidates.js";
import { mergeSort } from "./merge-sort.js";
import { placementMemory } from "./placement-memory.js";
import { compareFreeCapacity } from "./utilization.js";

const zero = clampScore(0);

/** Whether a node can be used by a resource with this table: it is available and its score is not negative. */
export function isUsable(table: NodeTable, node: ClusterNode): boolean {
  return table.has(node) && table.score(node) >= 0 && isAvailable(node);
}

/** Whether any node is left that a resource with this table can use. */
export function hasUsableEntry(state: ClusterState, table: NodeTable): boolean {
  for (let index = table.next(-1, zero); index >= 0; index = table.next(index, zero)) {
    const node = state.nodesByIndex[index];
    if (node !== undefined && isAvailable(node)) return true;
  }
  return false;
}

/** The score that counts when nodes are compared: nobody wants a node that is not available. */
export function candidateScore(table: NodeTable, node: ClusterNode): Score {
  return isAvailable(node) ? table.score(node) : MINUS_INFINITY;
}

/**
 * The nodes of a table, best first, negative scores included: higher score (unavailable nodes last); then,
 * unless the strategy is `minimal`, more free capacity (`balanced` only), fewer resources assigned so far,
 * and the current node; then the smaller name in byte order.
 */
export function sortedCandidates(
  state: ClusterState,
  table: NodeTable,
  current: ClusterNode | null,
): ClusterNode[] {
  return sortNodes(state, listedNodes(state, table), (node) => candidateScore(table, node), current);
}

/** Sorts nodes as {@link sortedCandidates} does, with scores from anywhere. */
export function sortNodes(
  state: ClusterState,
  nodes: readonly ClusterNode[],
  score: (node: ClusterNode) => Score,
  current: ClusterNode | null,
): ClusterNode[] {
  return mergeSort(nodes, (left, right) => {
    const byScore = score(right) - score(left);
    if (byScore !== 0) return byScore;
    state.observer?.choseByLoad();
    return compareEqual(state, left, right, current);
  });
}

/** The first of {@link sortedCandidates}; null for an empty table. */
export function bestCandidate(
  state: ClusterState,
  table: NodeTable,
  current: ClusterNode | null,
): ClusterNode | null {
  if (state.options.placementStrategy === "balanced")
    return sortedCandidates(state, table, current)[0] ?? null;
  const least = leastLoaded(state, table, current);
  if (least !== null) return least;
  const { nodesByIndex } = state;
  // Nodes are many where there are remote ones; few of them are looked at.
  const bestScore = table.highest((index) => {
    const node = nodesByIndex[index];
    return node !== undefined && isAvailable(node);
  });
  return bestScore > MINUS_INFINITY
    ? bestOfScored(state, table, bestScore, current)
    : bestOfForbidden(state, table, current);
}

/** Of the available nodes with a score: as {@link compareEqual} has it, and of equal names the first in the list. */
function bestOfScored(
  state: ClusterState,
  table: NodeTable,
  score: Score,
  current: ClusterNode | null,
): ClusterNode | null {
  const { assignedCounts, nameRanks, positions } = placementMemory(state);
  const loadCounts = state.options.placementStrategy !== "minimal";
  let best: ClusterNode | null = null;
  let [bestLoad, bestRank, bestPosition] = [Infinity, Infinity, Infinity];
  table.visitScored(score, (index) => {
    const load = loadCounts ? (assignedCounts[index] ?? 0) : 0;
    if (load > bestLoad) return;
    const rank = loadCounts && index === current?.index ? -1 : (nameRanks[index] ?? 0);
    const position = positions[index] ?? 0;
    if (load === bestLoad && (rank > bestRank || (rank === bestRank && position > bestPosition))) return;
    const node = state.nodesByIndex[index];
    if (node === undefined || !isAvailable(node)) return;
    best = node;
    [bestLoad, bestRank, bestPosition] = [load, rank, position];
  });
  return best;
}

/** Of nodes that are all forbidden or not available. */
function bestOfForbidden(
  state: ClusterState,
  table: NodeTable,
  current: ClusterNode | null,
): ClusterNode | null {
  let best: ClusterNode | null = null;
  for (const node of state.nodes) {
    if (!table.has(node)) continue;
    if (best === null || compareEqual(state, node, best, current) < 0) best = node;
  }
  return best;
}

/** The comparison of capacities is not transitive, so that the result may depend on the order at the beginning. */
function listedNodes(state: ClusterState, table: NodeTable): ClusterNode[] {
  if (state.options.placementStrategy !== "balanced") return state.nodes.filter((node) => table.has(node));
  const { nodesByKey } = placementMemory(state);
  const nodes: ClusterNode[] = [];
  for (const id of table.keyedIds()) {
    const node = nodesByKey.get(id);
    if (node !== undefined) nodes.push(node);
  }
  return nodes.reverse();
}

/** Which of two nodes with the same score is better: negative for the left one. */
function compareEqual(
  state: ClusterState,
  left: ClusterNode,
  right: ClusterNode,
  current: ClusterNode | null,
): number {
  const { placementStrategy } = state.options;
  if (placementStrategy !== "minimal") {
    const byCapacity = placementStrategy === "balanced" ? compareFreeCapacity(left, right) : 0;
    if (byCapacity !== 0) return byCapacity;
    const { assignedCounts } = placementMemory(state);
    const byLoad = (assignedCounts[left.index] ?? 0) - (assignedCounts[right.index] ?? 0);
    if (byLoad !== 0) return byLoad;
    if (left === current) return -1;
    if (right === current) return 1;
  }
  const { nameRanks } = placementMemory(state);
  return (nameRanks[left.index] ?? 0) - (nameRanks[right.index] ?? 0);
}
