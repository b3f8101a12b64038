import { MINUS_INFINITY, type Score } from "@sanode/cib";
import type { ClusterNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { ClusterState } from "./state.js";

/**
 * The nodes that have an entry in a table, in the order in which the nodes were made. Where there are many remote nodes most
 * tables have few of them, so that this is faster than going through the list of all.
 *
 * @param lowest nodes with lower scores are left out
 */
export function entryNodes(
  { nodesByIndex }: ClusterState,
  table: NodeTable,
  lowest: Score = MINUS_INFINITY,
): ClusterNode[] {
  const nodes: ClusterNode[] = [];
  for (let index = table.next(-1, lowest); index >= 0; index = table.next(index, lowest)) {
    const node = nodesByIndex[index];
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}
