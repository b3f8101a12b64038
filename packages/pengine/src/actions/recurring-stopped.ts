import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { requestCancel } from "../request/cancel-action.js";
import { actionSide, addOrdering, linkActions, taskSide } from "../request/orderings.js";
import { actionsOn, findActions, requestAction } from "../request/request-action.js";
import type { RecurringOperation } from "./recurring.js";

/**
 * A recurring operation with `role="Stopped"` runs on all nodes but the one where the resource is to be, and
 * expects it not to run there. Instances of anonymous clones have none.
 */
export function makeStoppedRoleAction(
  state: ClusterState,
  primitive: Primitive,
  operation: RecurringOperation,
): void {
  if (!primitive.unique) return;
  for (const node of state.nodes) {
    if (node === primitive.assignedNode) cancelWhereItWillRun(state, primitive, operation, node);
    else monitorWhereStopped(state, primitive, operation, node);
  }
}

function cancelWhereItWillRun(
  state: ClusterState,
  primitive: Primitive,
  operation: RecurringOperation,
  node: ClusterNode,
): void {
  if (actionsOn(primitive, operation.task, operation.intervalMs, node).length === 0) return;
  const cancel = requestCancel(state, primitive, operation, node);
  if (primitive.nextRole === Role.Started || primitive.nextRole === Role.Unpromoted) {
    addOrdering(state, actionSide(cancel), taskSide(primitive, "start"), Order.blockThen);
  }
}

function monitorWhereStopped(
  state: ClusterState,
  primitive: Primitive,
  operation: RecurringOperation,
  node: ClusterNode,
): void {
  const { task, intervalMs } = operation;
  const optional = actionsOn(primitive, task, intervalMs, node).length > 0;
  const action = requestAction(state, { resource: primitive, task, intervalMs, node, optional });
  action.expectedResult = "7";
  if (primitive.managed) {
    for (const probe of findActions(primitive, "monitor", 0, node).toReversed()) {
      linkActions(probe, action, Order.blockThen);
    }
  }
  for (const stop of findActions(primitive, "stop", 0, node).toReversed()) {
    followStop(state, primitive, stop, action);
  }
  if (!node.online || node.unclean) action.runnable = false;
}

function followStop(state: ClusterState, primitive: Primitive, stop: Action, action: Action): void {
  if (!primitive.managed && !action.optional && !stop.optional) action.optional = true;
  if (!stop.runnable) action.runnable = false;
  if (primitive.managed) {
    addOrdering(state, actionSide(stop), actionSide(action), Order.pullThen | Order.blockThen);
  }
}
