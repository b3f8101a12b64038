import { MINUS_INFINITY, type Score } from "@sanode/cib";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { Resource } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { hasUsableEntry, sortNodes } from "./candidates.js";
import { colocationsAsDependent } from "./colocation-lists.js";
import { mergePreferences } from "./merge.js";
import { colocationFactor } from "./weight.js";

interface RankedResource {
  readonly resource: Resource;
  /** Score where it is now. */
  readonly staying: Score;
  /** Scores of the nodes, best node first. */
  readonly scores: readonly Score[];
}

/**
 * Where capacities count, what wants its place more is placed first: the top-level resources are sorted anew
 * by priority, by score on their current node, and by score node by node, the best nodes first. All later
 * stages keep this order.
 *
 * Source: Pacemaker Explained, "Utilization and Placement Strategy" (allocation order).
 */
export function sortResources(state: ClusterState): void {
  const baseScore = (node: ClusterNode): Score => (isAvailable(node) ? node.baseScore : MINUS_INFINITY);
  const nodes = sortNodes(state, state.nodes, baseScore, null);
  const ranked = state.resources.map((resource) => rank(state, resource, nodes));
  state.resources = ranked.sort(compareRanked).map(({ resource }) => resource);
}

function rank(state: ClusterState, resource: Resource, nodes: readonly ClusterNode[]): RankedResource {
  const table = enrichedTable(state, resource);
  const current = presentNode(resource);
  return {
    resource,
    staying: current === null ? MINUS_INFINITY : table.score(current),
    scores: nodes.map((node) => table.score(node)),
  };
}

/** A bundle is where its first active container is. */
function presentNode(resource: Resource): ClusterNode | null {
  if (resource.kind !== "bundle") return currentNode(resource);
  const active = resource.replicas.find(({ container }) => container.activeNodes.length > 0);
  return active === undefined ? null : currentNode(active.container);
}

function compareRanked(left: RankedResource, right: RankedResource): number {
  const byPriority = right.resource.priority - left.resource.priority;
  if (byPriority !== 0) return byPriority;
  if (left.staying !== right.staying) return right.staying - left.staying;
  for (let at = 0; at < left.scores.length; at += 1) {
    const difference = (right.scores[at] ?? 0) - (left.scores[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A resource's table with the preferences of what it has to follow. The last member leads to all of its group. */
function enrichedTable(state: ClusterState, resource: Resource): NodeTable {
  const start = resource.kind === "group" ? (resource.children.at(-1) ?? resource) : resource;
  const table = start.allowedNodes.copy();
  if (!hasUsableEntry(state, table)) return table;
  for (const colocation of colocationsAsDependent(state, start)) {
    mergePreferences(state, {
      source: colocation.primary,
      working: table,
      colocation,
      factor: colocationFactor(colocation),
      target: start,
      nonNegative: false,
      follow: "primaries",
      visited: [resource, start],
    });
  }
  return table;
}
