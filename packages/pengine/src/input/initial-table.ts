import type { ClusterNode } from "../model/node.js";
import { NodeTable } from "../model/node-table.js";
import type { ClusterState } from "../model/state.js";

/**
 * The node table that a resource starts with. In a symmetric cluster that is every node known so far with its base
 * score, bundle nodes left out; else nothing. The tables of equal filling share their iteration order.
 */
export function initialTable(state: ClusterState): NodeTable {
  return state.options.symmetricCluster ? connectionTable(state) : new NodeTable(state.emptyOrder);
}

/**
 * The table that the connection of a guest starts with: in an asymmetric cluster it is the only resource that has
 * every node, those of bundles included.
 */
export function connectionTable(state: ClusterState): NodeTable {
  state.initialTable ??= fullTable(state, !state.options.symmetricCluster);
  return state.initialTable.twin();
}

function fullTable(state: ClusterState, withBundleNodes: boolean): NodeTable {
  const nodes: ClusterNode[] = [];
  const ids = new Set<string>();
  // In list order, which decides the table's iteration order; of nodes with the same id only the first has an entry.
  for (const node of state.nodes) {
    if ((node.neverProbe && !withBundleNodes) || ids.has(node.id)) continue;
    ids.add(node.id);
    nodes.push(node);
  }
  const table = new NodeTable(state.emptyOrder, nodes.length);
  table.fill(nodes);
  return table;
}
