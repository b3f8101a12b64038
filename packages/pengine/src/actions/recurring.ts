import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order, type OrderSet } from "../model/ordering.js";
import type { OperationDefinition, Primitive } from "../model/resource.js";
import { parseRole, Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { requestCancel } from "../request/cancel-action.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { actionsOf, actionsOn, requestAction } from "../request/request-action.js";
import { makeStoppedRoleAction } from "./recurring-stopped.js";

/** A recurring operation of a resource, with the role it is meant for; null for any active role. */
export interface RecurringOperation {
  readonly task: string;
  readonly intervalMs: number;
  readonly role: Role | null;
}

/** Operations that change the resource never recur. */
const oneTimeTasks: ReadonlySet<string> = new Set([
  "stop",
  "start",
  "demote",
  "promote",
  "reload-agent",
  "migrate_to",
  "migrate_from",
]);

/**
 * Makes the recurring operations of a primitive, in the order of their configuration, and cancels those that
 * are active and do not fit the next role. Operations found active in the status are optional unless the
 * resource is started again.
 */
export function makeRecurringActions(state: ClusterState, primitive: Primitive): void {
  if (primitive.blocked || primitive.maintenance) return;
  const node = primitive.assignedNode;
  const runs =
    node !== null && !node.maintenance && (primitive.nextRole !== Role.Stopped || !primitive.managed);
  const start = runs
    ? requestAction(state, { resource: primitive, task: "start", node, optional: true })
    : undefined;
  for (const operation of recurringOperations(primitive.definition.operations)) {
    if (operation.role === Role.Stopped) makeStoppedRoleAction(state, primitive, operation);
    else if (node !== null && start !== undefined)
      makeActiveRoleAction(state, primitive, operation, start, node);
  }
}

/** The operations that may recur; of operations with the same name and interval none is taken. */
function recurringOperations(operations: readonly OperationDefinition[]): RecurringOperation[] {
  const recurring: RecurringOperation[] = [];
  for (const { id, name, intervalMs, role: text, enabled } of operations) {
    if (intervalMs === 0 || id === null || !enabled || oneTimeTasks.has(name)) continue;
    const role = text === null ? null : parseRole(text);
    if (role === undefined || isRepeated(operations, name, intervalMs)) continue;
    recurring.push({ task: name, intervalMs, role });
  }
  return recurring;
}

function isRepeated(operations: readonly OperationDefinition[], name: string, intervalMs: number): boolean {
  let count = 0;
  for (const operation of operations) {
    if (operation.name === name && operation.intervalMs === intervalMs) count += 1;
  }
  return count > 1;
}

function fitsNextRole(primitive: Primitive, operation: RecurringOperation): boolean {
  return operation.role === null
    ? primitive.nextRole !== Role.Promoted
    : operation.role === primitive.nextRole;
}

function makeActiveRoleAction(
  state: ClusterState,
  primitive: Primitive,
  operation: RecurringOperation,
  start: Action,
  node: ClusterNode,
): void {
  const { task, intervalMs } = operation;
  // One that must be done again, wherever the resource will be, is not known to be active here.
  const known = actionsOn(primitive, task, intervalMs, node);
  const optional = start.optional && known.length > 0 && !known.some((action) => action.reschedule);
  if (!fitsNextRole(primitive, operation)) {
    if (optional) cancelForRoleChange(state, primitive, operation, node);
    return;
  }
  const action = requestAction(state, { resource: primitive, task, intervalMs, node, optional });
  if (!start.runnable || !node.online || node.unclean) action.runnable = false;
  if (primitive.nextRole === Role.Promoted) action.expectedResult = "8";
  if (primitive.managed) orderAfterRoleChange(state, primitive, action);
}

function orderAfterRoleChange(state: ClusterState, primitive: Primitive, action: Action): void {
  const after = (task: string, set: OrderSet): void =>
    addOrdering(state, taskSide(primitive, task), actionSide(action), set);
  after("start", Order.pullThen | Order.blockThen);
  // Reloads are all known by now.
  if (actionsOf(primitive, "reload-agent").length > 0)
    after("reload-agent", Order.pullThen | Order.blockThen);
  if (primitive.nextRole === Role.Promoted) after("promote", Order.seq | Order.blockThen);
  else if (primitive.currentRole === Role.Promoted) after("demote", Order.seq | Order.blockThen);
}

/** An active operation for another role ends before the role changes. */
function cancelForRoleChange(
  state: ClusterState,
  primitive: Primitive,
  operation: RecurringOperation,
  node: ClusterNode,
): void {
  const cancel = requestCancel(state, primitive, operation, node);
  const { currentRole, nextRole } = primitive;
  let then: string | null = null;
  if (currentRole === Role.Promoted) then = "demote";
  else if (currentRole === Role.Started || currentRole === Role.Unpromoted) {
    if (nextRole === Role.Promoted) then = "promote";
    else if (nextRole === Role.Stopped) then = "stop";
  }
  if (then !== null) addOrdering(state, actionSide(cancel), taskSide(primitive, then), Order.blockThen);
}
