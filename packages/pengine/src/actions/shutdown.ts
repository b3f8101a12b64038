import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { actionSide, addOrdering } from "../request/orderings.js";
import { requestClusterAction } from "../request/request-action.js";

/** The actions with the task `stop` on each node, newest first. */
export type StopsByNode = ReadonlyMap<ClusterNode, readonly Action[]>;

export function indexStops(state: ClusterState): StopsByNode {
  const stops = new Map<ClusterNode, Action[]>();
  for (let at = state.actions.length - 1; at >= 0; at -= 1) {
    const action = state.actions[at];
    if (action === undefined || action.task !== "stop" || action.node === null) continue;
    const known = stops.get(action.node);
    if (known === undefined) stops.set(action.node, [action]);
    else known.push(action);
  }
  return stops;
}

/**
 * Makes the shutdown of a node, after all stops there, which it makes necessary (regression case
 * `shutdown-maintenance-node`).
 */
export function makeShutdown(state: ClusterState, node: ClusterNode, stops: StopsByNode): Action {
  const shutdown = requestClusterAction(state, `do_shutdown-${node.name}`, {
    node,
    task: "do_shutdown",
    pseudo: false,
  });
  shutdown.optional = false;
  setMeta(shutdown, [["op_no_wait", "true"]]);
  for (const stop of stops.get(node) ?? []) {
    if (!concernsShutdown(stop, node)) continue;
    stop.optional = false;
    addOrdering(state, actionSide(stop), actionSide(shutdown), Order.seq | Order.blockThen);
  }
  return shutdown;
}

/** Resources left alone do not hold up a shutdown; those that should have been stopped but could not, do. */
function concernsShutdown({ resource }: Action, node: ClusterNode): boolean {
  if (resource === null || resource.maintenance || node.maintenance) return false;
  return resource.managed || resource.blocked;
}
