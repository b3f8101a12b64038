import type { ClusterNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { ClusterState } from "./state.js";

/*
 * What a table says of which nodes, in the order in which the nodes were made. Where there are many remote nodes most tables have
 * few of them, so that this is faster than going through the list of all.
 */

/** The nodes that have an entry. */
export function entryNodes({ nodesByIndex }: ClusterState, table: NodeTable): ClusterNode[] {
  const nodes: ClusterNode[] = [];
  for (let index = table.nextEntry(-1); index >= 0; index = table.nextEntry(index)) {
    const node = nodesByIndex[index];
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}

/** The nodes that are not forbidden. */
export function openNodes({ nodesByIndex }: ClusterState, table: NodeTable): ClusterNode[] {
  const nodes: ClusterNode[] = [];
  for (let index = table.nextOpen(-1); index >= 0; index = table.nextOpen(index)) {
    const node = nodesByIndex[index];
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}
