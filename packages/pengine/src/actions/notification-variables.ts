import { compareBytes } from "@sanode/cib";
import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Clone, Primitive, Resource } from "../model/resource.js";
import { currentNode, visitPrimitives } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { NotifiedTask } from "./notification-points.js";

/** An instance and where it is, or where something is done to it. */
export interface NotificationEntry {
  readonly resource: Resource;
  readonly node: ClusterNode | null;
}

/** What agents are told in notifications: meta-attribute name -> value. */
export type NotificationVariables = ReadonlyMap<string, string>;

/** The current state of a clone's instances and what is going to be done to them. */
export interface NotificationData {
  /** Whether anything is done for a task. */
  readonly scheduled: Readonly<Record<NotifiedTask, boolean>>;
  readonly variables: NotificationVariables;
}

type Lists = Record<NotifiedTask | "active" | "inactive" | "promoted" | "unpromoted", NotificationEntry[]>;

/**
 * Collects, once for a clone, what all of its notifications tell. The flags of its instances' actions must be
 * final: making notify actions does not change them.
 */
export function collectNotificationData(state: ClusterState, clone: Clone): NotificationData {
  const lists: Lists = {
    start: [],
    stop: [],
    promote: [],
    demote: [],
    active: [],
    inactive: [],
    promoted: [],
    unpromoted: [],
  };
  visitPrimitives(clone, (primitive) => {
    collectState(lists, primitive);
    for (const action of primitive.actions) collectAction(lists, primitive, action);
  });
  const { start, stop, promote, demote } = lists;
  return {
    scheduled: {
      start: start.length > 0,
      stop: stop.length > 0,
      promote: promote.length > 0,
      demote: demote.length > 0,
    },
    variables: makeVariables(state, clone, lists),
  };
}

function collectState(lists: Lists, resource: Primitive): void {
  const entry = { resource, node: resource.activeNodes[0] ?? null };
  switch (resource.currentRole) {
    case Role.Stopped:
      lists.inactive.push(entry);
      break;
    case Role.Started:
      lists.active.push(entry);
      break;
    case Role.Unpromoted:
      lists.unpromoted.push(entry);
      lists.active.push(entry);
      break;
    case Role.Promoted:
      lists.promoted.push(entry);
      lists.active.push(entry);
      break;
  }
}

/** A stop that a node's failure makes impossible will have been done by its fencing. */
function collectAction(lists: Lists, resource: Primitive, action: Action): void {
  const { task, node } = action;
  if (!isNotifiedTask(task) || action.optional || node === null) return;
  if (action.runnable || (task === "stop" && node.unclean)) lists[task].push({ resource, node });
}

/** Whether instances are told of a task. */
export function isNotifiedTask(task: string): task is NotifiedTask {
  return task === "start" || task === "stop" || task === "promote" || task === "demote";
}

function makeVariables(state: ClusterState, clone: Clone, lists: Lists): NotificationVariables {
  const variables = new Map<string, string>();
  setList(variables, ["stop"], lists.stop);
  setList(variables, ["start"], lists.start);
  setList(variables, ["demote"], lists.demote);
  setList(variables, ["promote"], lists.promote);
  setList(variables, ["active"], lists.active);
  setList(variables, ["promoted", "master"], lists.promoted);
  setList(variables, ["unpromoted", "slave"], lists.unpromoted);
  variables.set("notify_inactive_resource", join(sortedEntries(lists.inactive).map(resourceId)));
  const available = state.nodes.filter((node) => clone.allowedNodes.has(node));
  variables.set("notify_available_uname", join(available.map(nodeName)));
  variables.set("notify_all_uname", join(state.nodes.map(nodeName)));
  if (clone.meta.get("container-attribute-target") === "host") {
    variables.set("notify_all_hosts", join(state.nodes.map(hostName)));
  }
  return variables;
}

/** The variables for the stop that a fencing implies; they tell of this stop alone. */
export function fencingVariables(resource: Resource, node: ClusterNode): NotificationVariables {
  const variables = new Map<string, string>();
  setList(variables, ["stop"], [{ resource, node }]);
  return variables;
}

/** Two parallel lists, under the present and perhaps an older name. */
function setList(
  variables: Map<string, string>,
  names: readonly string[],
  entries: readonly NotificationEntry[],
): void {
  const sorted = sortedEntries(entries);
  const resources = join(sorted.map(resourceId));
  const nodes = join(sorted.map((entry) => entry.node?.name ?? ""));
  for (const name of names) {
    variables.set(`notify_${name}_resource`, resources);
    variables.set(`notify_${name}_uname`, nodes);
  }
}

/** By resource id, then node id; of a resource only the first entry. */
function sortedEntries(entries: readonly NotificationEntry[]): NotificationEntry[] {
  const sorted = [...entries].sort(
    (a, b) => compareBytes(a.resource.id, b.resource.id) || compareBytes(a.node?.id ?? "", b.node?.id ?? ""),
  );
  return sorted.filter((entry, at) => entry.resource !== sorted[at - 1]?.resource);
}

const resourceId = (entry: NotificationEntry): string => entry.resource.id;
const nodeName = (node: ClusterNode): string => node.name;

/** The name of the node, or for an active guest that of the node which hosts it now. */
function hostName(node: ClusterNode): string {
  const launcher = isGuestNode(node) ? node.connection?.launcher : null;
  if (!launcher || launcher.activeNodes.length === 0) return node.name;
  return currentNode(launcher)?.name ?? node.name;
}

/** Agents could not tell an empty value from an unset one. */
function join(words: readonly string[]): string {
  return words.length === 0 ? " " : words.join(" ");
}
