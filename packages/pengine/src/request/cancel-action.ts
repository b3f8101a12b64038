import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "./action-meta.js";
import { requestAction } from "./request-action.js";

/**
 * Cancels a recurring operation on a node. A cancellation *is* the recurring action with its key and number;
 * only what is executed changes. The caller adds what comes before or after it.
 */
export function requestCancel(
  state: ClusterState,
  resource: Primitive,
  operation: { readonly task: string; readonly intervalMs: number },
  node: ClusterNode,
): Action {
  const { task, intervalMs } = operation;
  const action = requestAction(state, {
    resource,
    task: "cancel",
    keyTask: task,
    intervalMs,
    node,
    optional: false,
  });
  action.task = "cancel";
  action.cancelledTask = task;
  setMeta(action, [
    ["operation", task],
    ["interval", String(intervalMs)],
  ]);
  return action;
}
