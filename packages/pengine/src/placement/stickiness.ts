import type { Primitive } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { addNodeScore } from "./score-change.js";

/**
 * Lets active resources prefer to stay: every managed primitive that is active on exactly one node gets its
 * `resource-stickiness` there. What is not positive has no effect.
 *
 * Source: Pacemaker Explained, "Resource Meta-Attributes".
 */
export function applyStickiness(state: ClusterState): void {
  for (const resource of state.resources) {
    visitPrimitives(resource, (primitive) => applyToPrimitive(state, primitive));
  }
}

function applyToPrimitive(state: ClusterState, primitive: Primitive): void {
  const [node, another] = primitive.activeNodes;
  if (node === undefined || another !== undefined) return;
  if (!primitive.managed || primitive.stickiness < 1) return;
  // In an opt-in cluster stickiness does not make a node allowed (regression case notify-0).
  if (!state.options.symmetricCluster && !primitive.allowedNodes.has(node)) return;
  addNodeScore(state, primitive, node, primitive.stickiness, { kind: "stickiness", detail: null });
}
