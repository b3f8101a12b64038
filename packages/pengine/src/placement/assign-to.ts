import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { isGuestNode } from "../model/node.js";
import { NodeTable } from "../model/node-table.js";
import type { Primitive, Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { isUsable } from "./candidates.js";
import { placementMemory } from "./placement-memory.js";
import { claimCapacity, recordUtilization, releaseCapacity } from "./utilization.js";

/**
 * Assigns a primitive to a node or to none. What was assigned before is taken back first.
 *
 * @param node null, or a node that is refused, leaves the primitive without a node: it is to be stopped
 * @param force give it the node even where it could not run
 * @param stopIfFails false for an attempt that may be taken back: then a primitive without node keeps its
 * next role and its actions
 * @returns whether its node has changed
 */
export function assignTo(
  state: ClusterState,
  primitive: Primitive,
  node: ClusterNode | null,
  force: boolean,
  stopIfFails = true,
): boolean {
  const before = primitive.assignedNode;
  freeNode(state, primitive);
  primitive.assigned = true;
  if (node === null || !(force || accepts(primitive, node))) {
    if (stopIfFails) giveUp(primitive);
    return before !== null;
  }
  primitive.assignedNode = node;
  countAssigned(state, node, 1);
  if (primitive.promotable) rememberScore(state, primitive, node, force);
  claimCapacity(primitive, node);
  recordUtilization(state, primitive, node);
  return before !== node;
}

/** Takes back the assignments of a resource and of everything below it, so that it can be assigned anew. */
export function unassign(state: ClusterState, resource: Resource): void {
  resource.assigned = false;
  if (resource.kind === "primitive") freeNode(state, resource);
  else for (const child of resource.children) unassign(state, child);
}

/** Guest nodes are assumed to come up. */
function accepts(primitive: Primitive, node: ClusterNode): boolean {
  const table = primitive.allowedNodes;
  return table.score(node) >= 0 && (isUsable(table, node) || isGuestNode(node));
}

/**
 * Resources that are to be with a certain role of this one look at its score here. One that was forced to
 * stay has not been chosen by score: the node's own counts.
 */
function rememberScore(state: ClusterState, primitive: Primitive, node: ClusterNode, forced: boolean): void {
  const table = new NodeTable(state.emptyOrder, node.index + 1);
  table.insert(node, forced ? node.baseScore : primitive.allowedNodes.score(node));
  primitive.assignedScores = table;
}

/** Whether anything changes when a primitive is left without a node. */
export function mayHappen(primitive: Primitive): boolean {
  return (
    primitive.nextRole !== Role.Stopped ||
    primitive.actions.some((action) =>
      action.task === "stop" ? action.optional : action.runnable && cannotHappenWithoutNode(action),
    )
  );
}

/** Starts, and whatever recurs while a resource is active. */
function cannotHappenWithoutNode(action: Action): boolean {
  const expected = action.expectedResult ?? action.meta.get("op_target_rc");
  return action.task === "start" || (action.intervalMs > 0 && expected !== "7");
}

/** A primitive without a node is stopped; what was to happen to it before that is known can happen no more. */
function giveUp(primitive: Primitive): void {
  primitive.nextRole = Role.Stopped;
  for (const action of primitive.actions) {
    if (action.task === "stop") action.optional = false;
    else if (cannotHappenWithoutNode(action)) action.runnable = false;
  }
}

function freeNode(state: ClusterState, primitive: Primitive): void {
  const node = primitive.assignedNode;
  if (node === null) return;
  primitive.assignedNode = null;
  primitive.assignedScores = null;
  countAssigned(state, node, -1);
  releaseCapacity(primitive, node);
}

function countAssigned(state: ClusterState, { index }: ClusterNode, added: number): void {
  const memory = placementMemory(state);
  memory.assignedCounts[index] = (memory.assignedCounts[index] ?? 0) + added;
  if (added < 0) memory.returns += 1;
}
