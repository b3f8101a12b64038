import { parseInteger } from "@sanode/cib";
import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { OrderSet } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { involvesUnfencing, requestFencing, triggerUnfencing } from "../request/fencing.js";
import { linkActions } from "../request/orderings.js";

/**
 * Orders a start or probe after the unfencing of its node, for fencing devices and resources that require
 * unfencing. A node that was never unfenced is unfenced now. See "Unfencing" in Pacemaker Explained; regression
 * case `unfence-startup`.
 *
 * @param set what else the unfencing does to the action: `pullThen` for starts, `seq` for probes
 */
export function orderAfterUnfencing(
  state: ClusterState,
  primitive: Primitive,
  node: ClusterNode,
  action: Action,
  set: OrderSet,
): void {
  if (!involvesUnfencing(state, primitive)) return;
  linkActions(requestFencing(state, node, "on", { optional: true }), action, set);
  if (!wasUnfenced(node)) {
    triggerUnfencing(state, null, node, `required by ${primitive.id} ${action.task}`);
  }
}

/** The attribute `#node-unfenced` holds the time of the last unfencing, 0 or nothing if there was none. */
function wasUnfenced(node: ClusterNode): boolean {
  return (parseInteger(node.attributes.get("#node-unfenced")) ?? 0) !== 0;
}
