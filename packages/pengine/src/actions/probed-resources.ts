import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { entryNodes } from "../model/table-nodes.js";

/**
 * Top-level resources that may have to be probed on a node: all, but on a bundle's node only those with parts that have it
 * among their nodes. Clones are always among them, since their being looked at has effects on their instances.
 */
export class ProbedResources {
  readonly #state: ClusterState;
  #closed: ReadonlyMap<ClusterNode, readonly Resource[]> | null = null;

  constructor(state: ClusterState) {
    this.#state = state;
  }

  /** In list order. */
  on(node: ClusterNode): readonly Resource[] {
    if (!node.neverProbe) return this.#state.resources;
    this.#closed ??= listByNode(this.#state);
    return this.#closed.get(node) ?? [];
  }
}

function listByNode(state: ClusterState): Map<ClusterNode, Resource[]> {
  const lists = new Map<ClusterNode, Resource[]>();
  for (const node of state.nodes) if (node.neverProbe) lists.set(node, []);
  for (const resource of state.resources) {
    const nodes = resource.kind === "clone" ? lists.keys() : nodesOfParts(state, resource);
    for (const node of nodes) lists.get(node)?.push(resource);
  }
  return lists;
}

function nodesOfParts(state: ClusterState, resource: Resource): Set<ClusterNode> {
  const nodes = new Set<ClusterNode>();
  visitPrimitives(resource, ({ allowedNodes }) => {
    for (const node of entryNodes(state, allowedNodes)) if (node.neverProbe) nodes.add(node);
  });
  if (resource.kind === "bundle") {
    for (const { child, node } of resource.replicas) if (child !== null && node !== null) nodes.add(node);
  }
  return nodes;
}
