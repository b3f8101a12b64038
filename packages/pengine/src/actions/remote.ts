import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import { Order, type OrderSet } from "../model/ordering.js";
import type { Primitive, Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { fenceNode } from "../request/fencing.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { connectionState } from "./remote-connection.js";

/**
 * Orders what is done on remote, guest and bundle nodes relative to their connections (and, for guests, to the
 * resources that launch them). Remote nodes that something has to be done on, or whose state must be known,
 * but to which there is no way any more are marked for fencing (regression cases `remote-recover-connection`,
 * `remote-recover-all`, `remote-probe-disable` and `whitebox-start`).
 *
 * The newest action goes first, so that the orderings are recorded in that order.
 */
export function orderRemoteActions(state: ClusterState): void {
  const { actions } = state;
  // Fencing actions that are made meanwhile have no resource and need no look.
  for (let at = actions.length - 1; at >= 0; at -= 1) {
    const action = actions[at];
    if (action !== undefined) orderRemoteAction(state, action);
  }
}

function orderRemoteAction(state: ClusterState, action: Action): void {
  const { resource, node } = action;
  if (resource === null) return;
  if (action.task === "clear_failcount" && isRemoteConnection(resource)) {
    addOrdering(state, actionSide(action), taskSide(resource, "start"), Order.seq);
    return;
  }
  if (action.pseudo || node?.kind !== "remote" || node.connection === null) return;
  const link: ConnectionOrderings = { state, action, node, connection: node.connection };
  if (action.task === "start") holdOtherStops(link, resource);
  if (isGuestNode(node)) orderOnGuest(link);
  else orderOnRemote(link);
}

function isRemoteConnection(resource: Resource): boolean {
  return resource.kind === "primitive" && resource.isRemoteConnection;
}

/** An action and the connection to its node. */
interface ConnectionOrderings {
  readonly state: ClusterState;
  readonly action: Action;
  readonly node: ClusterNode;
  readonly connection: Primitive;
}

function afterStartOf(on: ConnectionOrderings, resource: Resource, set: OrderSet): void {
  addOrdering(on.state, taskSide(resource, "start"), actionSide(on.action), set | Order.guestOk);
}

function beforeConnectionStop(on: ConnectionOrderings, set: OrderSet): void {
  addOrdering(on.state, actionSide(on.action), taskSide(on.connection, "stop"), set | Order.guestOk);
}

/** A resource is not given up elsewhere before the connection to its new node is up. */
function holdOtherStops(on: ConnectionOrderings, resource: Resource): void {
  const { actions } = resource;
  for (let at = actions.length - 1; at >= 0; at -= 1) {
    const stop = actions[at];
    if (stop === undefined || stop.task !== "stop" || stop.node === on.node) continue;
    addOrdering(on.state, taskSide(on.connection, "start"), actionSide(stop), Order.seq);
  }
}

function orderOnRemote(on: ConnectionOrderings): void {
  const { action, connection } = on;
  const connected = connectionState(connection);
  switch (action.task) {
    case "start":
    case "promote":
      // After a failed connection the resource is started again, whatever its state was.
      afterStartOf(
        on,
        connection,
        connected === "failed" ? Order.blockThen | Order.pullThen : Order.blockThen,
      );
      break;
    case "stop":
    case "migrate_to":
    case "migrate_from":
      if (connected === "failed") {
        fenceNode(on.state, on.node, "resources are active but connection is unrecoverable");
      } else if (connected === "alive" || connection.nextRole === Role.Stopped) {
        beforeConnectionStop(on, Order.pullFirst);
      } else {
        afterStartOf(on, connection, Order.blockThen);
      }
      break;
    case "demote":
      if (connected === "resting" || connected === "unknown") afterStartOf(on, connection, Order.blockThen);
      break;
    default:
      orderOtherOnRemote(on, connected === "failed", connected === "stopped");
  }
}

function orderOtherOnRemote(on: ConnectionOrderings, failed: boolean, stopped: boolean): void {
  const { action, connection } = on;
  if (action.intervalMs > 0) {
    // The node forgets its recurring operations with the connection.
    afterStartOf(on, connection, Order.blockThen | Order.pullThen);
    return;
  }
  if (failed && action.task === "monitor") {
    fenceNode(on.state, on.node, "resources are in unknown state and connection is unrecoverable");
  }
  if (stopped && connection.activeNodes.length > 0) beforeConnectionStop(on, Order.blockThen);
  else afterStartOf(on, connection, Order.blockThen);
}

function orderOnGuest(on: ConnectionOrderings): void {
  const { action, connection } = on;
  const { launcher } = connection;
  if (launcher === null) return;
  switch (action.task) {
    case "start":
    case "promote":
      afterStartOf(on, launcher, Order.pullThen | Order.blockThen);
      afterStartOf(on, connection, Order.blockThen);
      break;
    case "stop":
    case "demote":
    case "migrate_to":
    case "migrate_from":
      // With a failed launcher the guest's (pseudo-)fencing implies these.
      if (!launcher.failed) beforeConnectionStop(on, 0);
      break;
    default:
      if (action.intervalMs === 0) afterStartOf(on, connection, Order.blockThen);
      else if (isStandardTask(action.task)) afterStartOf(on, connection, Order.blockThen | Order.pullThen);
  }
}

/** Of the operations that can recur; not cancellations and agents' own operations. */
function isStandardTask(task: string): boolean {
  return task === "monitor" || task === "notify";
}
