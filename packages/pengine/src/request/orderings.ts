import { isTrue } from "@sanode/cib";
import type { Action } from "../model/action.js";
import { Order, type OrderingSide, type OrderSet } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { isAncestor } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

export { linkActions } from "./links.js";

/** Every action of a resource with a one-time task. */
export function taskSide(resource: Resource, task: string): OrderingSide {
  return { resource, task, action: null };
}

/** One action; its resource and task are named too. */
export function actionSide(action: Action): OrderingSide {
  return { resource: action.resource, task: action.intervalMs === 0 ? action.keyTask : null, action };
}

/**
 * Records an ordering. Orderings become links between actions, in the order of recording, once all actions
 * are known. Right after an ordering that concerns a resource which can migrate live, the records follow
 * that do the same for its migration actions. An empty set makes no link, but a missing first action is
 * created for it all the same.
 */
export function addOrdering(
  state: ClusterState,
  first: OrderingSide,
  then: OrderingSide,
  set: OrderSet,
  id: string | null = null,
): void {
  recordOrdering(state, first, then, set, id);
  addMigrationEquivalents(state, first, then, id);
}

function recordOrdering(
  state: ClusterState,
  first: OrderingSide,
  then: OrderingSide,
  set: OrderSet,
  id: string | null,
): void {
  state.orderings.push({ id, first, then, set });
}

/** {@link addOrdering} between two one-time tasks. */
export function orderTasks(
  state: ClusterState,
  firstResource: Resource,
  firstTask: string,
  thenResource: Resource,
  thenTask: string,
  set: OrderSet,
  id: string | null = null,
): void {
  addOrdering(state, taskSide(firstResource, firstTask), taskSide(thenResource, thenTask), set, id);
}

/** {@link addOrdering} between two actions. */
export function orderActions(state: ClusterState, first: Action, then: Action, set: OrderSet): void {
  addOrdering(state, actionSide(first), actionSide(then), set);
}

/**
 * Whether live migration is switched on, by meta-attribute for collectives and by all that is known of it
 * for primitives. Says nothing about whether the resource will migrate.
 */
function canMigrate(resource: Resource): boolean {
  return resource.kind === "primitive"
    ? resource.migrationAllowed
    : isTrue(resource.meta.get("allow-migrate"));
}

/** The records by which an ordering between starts and stops also holds for live migration. */
function addMigrationEquivalents(
  state: ClusterState,
  first: OrderingSide,
  then: OrderingSide,
  id: string | null,
): void {
  const a = first.resource;
  const b = then.resource;
  if (a === null || b === null || a === b || !canMigrate(b)) return;
  if (isAncestor(a, b) || isAncestor(b, a)) return;
  const record = (firstTask: string, thenTask: string, set: OrderSet): void =>
    recordOrdering(state, taskSide(a, firstTask), taskSide(b, thenTask), set, id);
  const both = canMigrate(a);
  const unlessMigrating = both ? Order.seq | Order.unlessMigrating : Order.seq;
  const partial = b.kind === "primitive" && b.partialMigrationTarget !== null;
  if (first.task === "start" && then.task === "start") {
    if (both) record("migrate_from", "migrate_to", Order.seq);
    record("start", "migrate_to", unlessMigrating);
  } else if (first.task === "stop" && then.task === "stop") {
    record("stop", "migrate_to", unlessMigrating);
    if (partial) record("stop", "migrate_from", unlessMigrating);
  } else if (first.task === "promote" && then.task === "start") {
    record("promote", "migrate_to", Order.seq);
  } else if (first.task === "demote" && then.task === "stop") {
    record("demote", "migrate_to", Order.seq);
    if (partial) record("demote", "migrate_from", Order.seq);
  }
}
