import { addScores, clampScore, INFINITY, MINUS_INFINITY, type Score } from "@sanode/cib";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import { NodeTable } from "../model/node-table.js";
import type { Primitive, Resource } from "../model/resource.js";
import { childrenOf, requiresFencing } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState, ScoreCause } from "../model/state.js";
import { addNodeScore, replaceTable } from "../placement/score-change.js";
import { takeSlot } from "./instance-slots.js";

const one = clampScore(1);

/**
 * Records that a resource is active on a node, and that its ancestors are. The order of recording is the
 * order in which active nodes are shown. A resource that turns out to be active more than once is treated
 * as its `multiple-active` says, as far as that means not to run anywhere or to be left alone.
 *
 * @param failed the activity has failed, so that it does not count for the node's priority
 */
export function addActiveNode(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  failed: boolean,
): void {
  for (let current: Resource | null = resource; current !== null; current = current.parent) {
    if (current.activeNodes.includes(node)) break;
    current.activeNodes.push(node);
    if (current.kind === "primitive") recordOnNode(current, node, failed);
    if (!current.managed) {
      addNodeScore(state, current, node, INFINITY, { kind: "unmanaged", detail: node.name });
      for (let above = current.parent; above !== null; above = above.parent) above.activeNodes.push(node);
      break;
    }
    if (current.kind === "primitive" && isMultiplyActive(current)) applyMultipleActive(state, current);
  }
  if (resource.kind === "primitive") takeSlot(state, resource);
}

function recordOnNode(primitive: Primitive, node: ClusterNode, failed: boolean): void {
  node.active.push(primitive);
  const priority = clampScore(primitive.priority);
  if (priority !== 0 && !failed) {
    addPriority(node, primitive.currentRole === Role.Promoted ? addScores(priority, one) : priority);
  }
  if (node.maintenance) {
    primitive.managed = false;
    primitive.maintenance = true;
  }
}

/** What runs on a guest node also counts for the node that hosts it. */
function addPriority(node: ClusterNode, priority: Score): void {
  node.priority += priority;
  if (!isGuestNode(node)) return;
  for (const host of node.connection?.launcher?.activeNodes ?? []) host.priority += priority;
}

/** Without `requires` fencing only nodes that are online and clean count. */
function isMultiplyActive(primitive: Primitive): boolean {
  const nodes = primitive.activeNodes;
  if (nodes.length < 2) return false;
  if (requiresFencing(primitive)) return true;
  return nodes.filter((node) => node.online && !node.unclean).length > 1;
}

function applyMultipleActive(state: ClusterState, primitive: Primitive): void {
  if (primitive.multipleActive === "stop_only") {
    banFromEveryNode(state, primitive, { kind: "multiple-active", detail: "stop_only" });
  } else if (primitive.multipleActive === "block") {
    block(primitive);
    const { parent } = primitive;
    if (parent !== null && parent.kind !== "clone" && parent.multipleActive === "block") {
      for (const sibling of childrenOf(parent)) block(sibling);
    }
  }
}

function block(resource: Resource): void {
  resource.managed = false;
  resource.blocked = true;
}

/** Replaces the table of this one resource (not of what is below it) by every node at -INFINITY. */
export function banFromEveryNode(state: ClusterState, resource: Resource, cause: ScoreCause): void {
  const table = new NodeTable(state.emptyOrder, state.nodes.length);
  for (const node of state.nodes) table.insert(node, MINUS_INFINITY);
  replaceTable(state, resource, table, cause);
}
