import { MINUS_INFINITY } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState, ScoreCause } from "../model/state.js";
import { isUsable } from "./candidates.js";
import { requiredAmounts } from "./colocated-utilization.js";
import { placementMemory } from "./placement-memory.js";
import { setNodeScore } from "./score-change.js";
import { type Amounts, addAmounts, compareFreeCapacity, hasRoom } from "./utilization.js";

/**
 * Bans a primitive from the usable nodes that lack capacity: for it and everything that must be with it, if
 * any node has room for all that; else for it alone.
 *
 * Source: Pacemaker Explained, "Utilization and Placement Strategy"; regression cases utilization-*.
 *
 * @returns in the latter case, the usable node with the most free capacity (before the bans)
 */
export function banForCapacity(state: ClusterState, primitive: Primitive): ClusterNode | null {
  const required = requiredAmounts(state, primitive);
  const usable = state.nodes.filter((node) => isUsable(primitive.allowedNodes, node));
  if (usable.some((node) => hasRoom(node, required))) {
    banWithoutRoom(state, primitive, usable, required);
    return null;
  }
  const roomiest = findRoomiest(state, primitive);
  const own = new Map<string, number>();
  addAmounts(own, primitive.utilization);
  banWithoutRoom(state, primitive, usable, own);
  return roomiest;
}

function banWithoutRoom(
  state: ClusterState,
  primitive: Primitive,
  usable: readonly ClusterNode[],
  amounts: Amounts,
): void {
  const cause: ScoreCause = { kind: "capacity", detail: null };
  for (const node of usable) {
    if (!hasRoom(node, amounts)) setNodeScore(state, primitive, node, MINUS_INFINITY, cause);
  }
}

/** Of nodes with equally much room the one that comes first in the order of the node table. */
function findRoomiest(state: ClusterState, primitive: Primitive): ClusterNode | null {
  const { nodesByKey } = placementMemory(state);
  let roomiest: ClusterNode | null = null;
  for (const id of primitive.allowedNodes.keyedIds()) {
    const node = nodesByKey.get(id);
    if (node === undefined || !isUsable(primitive.allowedNodes, node)) continue;
    if (roomiest === null || compareFreeCapacity(node, roomiest) < 0) roomiest = node;
  }
  return roomiest;
}
