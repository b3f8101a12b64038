import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { requestFencing } from "../request/fencing.js";
import { orderActions } from "../request/orderings.js";
import { requestAction } from "../request/request-action.js";

/** Requests that a resource's fail count on a node be forgotten; nothing waits for the result. */
export function requestClearing(state: ClusterState, resource: Primitive, node: ClusterNode): Action {
  const clear = requestAction(state, { resource, task: "clear_failcount", node, optional: false });
  setMeta(clear, [["op_no_wait", "true"]]);
  return clear;
}

/**
 * {@link requestClearing} because a recorded failure is out of date. Where a connection is to be tried again
 * after `reconnect_interval`, its node must have been fenced first.
 */
export function clearFailCount(state: ClusterState, resource: Primitive, node: ClusterNode): void {
  const clear = requestClearing(state, resource, node);
  if (state.options.fencingEnabled && resource.reconnectIntervalMs > 0 && resource.remoteNode !== null) {
    const fencing = requestFencing(state, resource.remoteNode, null, { optional: true });
    orderActions(state, fencing, clear, Order.pullThen);
  }
}
