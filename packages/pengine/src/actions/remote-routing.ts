import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import { assignedLocation, currentNode } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

/**
 * The cluster node through whose connection an action reaches its remote, guest or bundle node; null if its
 * node is none of these, or is not connected. While the connection moves, what takes the resource down still
 * goes through the old host (regression cases `route-remote-notify` and `remote-partial-migrate2`).
 */
export function routerNode(_state: ClusterState, action: Action): ClusterNode | null {
  const { node } = action;
  if (node === null || !isPacemakerRemoteNode(node) || action.task === "stonith") return null;
  const { connection } = node;
  if (connection === null) return null;
  const began = currentNode(connection);
  const ended = connection.assignedNode;
  if (began === null || ended === null || began === ended) return began ?? ended;
  const continues = connection.partialMigrationTarget !== null && connection.launcher === null;
  return !continues && oldHostTasks.has(notifiedOrOwnTask(action)) ? began : ended;
}

const oldHostTasks: ReadonlySet<string> = new Set(["cancel", "stop", "demote", "migrate_from", "migrate_to"]);

/** A notification goes the way of the operation that it is about. */
function notifiedOrOwnTask(action: Action): string {
  const { task } = action;
  if (task !== "notify" && task !== "notified") return task;
  return action.meta.get("notify_operation") ?? task;
}

/**
 * The node that hosts an action's guest or bundle node: the present host for what takes the resource down,
 * the next one for what brings or keeps it up; null for other nodes and other tasks, or if there is no host.
 */
export function physicalHost(_state: ClusterState, action: Action): ClusterNode | null {
  const { node } = action;
  if (node === null || !isGuestNode(node)) return null;
  const launcher = node.connection?.launcher ?? null;
  if (launcher === null) return null;
  switch (notifiedOrOwnTask(action)) {
    case "stop":
    case "stopped":
    case "demote":
    case "demoted":
      return currentNode(launcher);
    case "start":
    case "running":
    case "monitor":
    case "promote":
    case "promoted":
      return assignedLocation(launcher);
    default:
      return null;
  }
}

const none: readonly string[] = [];

/**
 * The ids of the nodes that an action takes down: the target of a shutdown; the target of fencing, followed by
 * the guests that are connected through it; the node whose connection is stopped, unless it migrates.
 */
export function downedNodes(_state: ClusterState, action: Action): readonly string[] {
  const { node, resource } = action;
  if (node === null) return none;
  if (action.task === "do_shutdown") return [node.id];
  if (action.task === "stonith") {
    return action.meta.get("stonith_action") === "on" ? [] : [node.id, ...guestsOn(node)];
  }
  if (action.task !== "stop" || resource?.kind !== "primitive" || !resource.isRemoteConnection) return none;
  const migrates = action.inputs.some(
    (input) => input.action.resource === resource && input.action.task === "migrate_from",
  );
  return migrates ? [] : [resource.id];
}

/** In the order in which they became known to be there. */
function guestsOn(host: ClusterNode): string[] {
  const ids: string[] = [];
  for (const { remoteNode } of host.active) {
    if (remoteNode !== null && isGuestNode(remoteNode)) ids.push(remoteNode.id);
  }
  return ids;
}
