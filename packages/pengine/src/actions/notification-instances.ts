import { INFINITY } from "@sanode/cib";
import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive, Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { linkActions } from "../request/orderings.js";
import { newestAction, requestAction } from "../request/request-action.js";
import type { NotificationPoints, NotifiedTask } from "./notification-points.js";
import { isNotifiedTask, type NotificationVariables } from "./notification-variables.js";

/** Gives the variables to all that is going to be done to the primitives of a resource. */
export function setVariables(resource: Resource, variables: NotificationVariables): void {
  visitPrimitives(resource, (primitive) => {
    for (const action of primitive.actions) {
      if (action.optional || action.node === null || !isNotifiedTask(action.task)) continue;
      setMeta(action, variables);
    }
  });
}

/** One notification round: the operation, its points and what is told. */
interface Round {
  readonly state: ClusterState;
  readonly task: NotifiedTask;
  readonly points: NotificationPoints;
  readonly variables: NotificationVariables;
}

/**
 * Makes the notify actions of the primitives of a resource for one operation: before it, on those that it
 * does not concern or does not bring up; after it, on those that are there then.
 */
export function notifyInstances(
  state: ClusterState,
  resource: Resource,
  task: NotifiedTask,
  points: NotificationPoints,
  variables: NotificationVariables,
): void {
  const round: Round = { state, task, points, variables };
  const goesDown = task === "stop" || task === "demote";
  visitPrimitives(resource, (primitive) => {
    if (goesDown) notifyActive(round, primitive);
    else notifyAssigned(round, primitive);
  });
}

/** Before a stop or demotion all active instances are told, afterwards those that have not been stopped. */
function notifyActive(round: Round, primitive: Primitive): void {
  if (primitive.currentRole === Role.Stopped) return;
  const stop = newestAction(primitive, "stop");
  const stays = round.task === "demote" || stop === undefined || stop.optional;
  for (const node of primitive.activeNodes) {
    // It is gone with its node already.
    if (stop?.pseudo === true && (node.unclean || node.reset)) continue;
    notifyBefore(round, primitive, node);
    if (stays) notifyAfter(round, primitive, node);
  }
}

/** Before a start or promotion instances that are up already are told, afterwards all that are up then. */
function notifyAssigned(round: Round, primitive: Primitive): void {
  const node = primitive.assignedNode;
  if (node === null || primitive.nextRole === Role.Stopped) return;
  const start = newestAction(primitive, "start");
  if (start !== undefined && isBehindStoppingConnection(start)) return;
  if (round.task === "promote" || start === undefined || start.optional) {
    notifyBefore(round, primitive, node);
  }
  notifyAfter(round, primitive, node);
}

/** Whether the connection to the start's node cannot be started. */
function isBehindStoppingConnection(start: Action): boolean {
  const connection = start.node?.connection ?? null;
  return connection !== null && newestAction(connection, "start")?.runnable === false;
}

function notifyBefore(round: Round, primitive: Primitive, node: ClusterNode): void {
  const { before, beforeDone } = round.points;
  if (before === null || beforeDone === null) return;
  requestNotify(round, primitive, node, before, beforeDone);
}

/** Monitors wait until everybody has been told. */
function notifyAfter(round: Round, primitive: Primitive, node: ClusterNode): void {
  const { after, afterDone } = round.points;
  const action = requestNotify(round, primitive, node, after, afterDone);
  if (action !== null) action.priority = INFINITY;
  for (const recurring of primitive.actions) {
    if (recurring.intervalMs > 0 && recurring.task !== "cancel") linkActions(afterDone, recurring, Order.seq);
  }
}

function requestNotify(
  round: Round,
  primitive: Primitive,
  node: ClusterNode,
  point: Action,
  done: Action,
): Action | null {
  if (!point.runnable || !node.online) return null;
  const action = requestAction(round.state, {
    resource: primitive,
    task: "notify",
    keyTask: `${point.meta.get("notify_type")}_notify_${round.task}`,
    node,
    optional: point.optional,
  });
  setMeta(action, [...point.meta, ...action.meta, ...round.variables]);
  linkActions(point, action, Order.seq);
  linkActions(action, done, Order.seq);
  return action;
}
