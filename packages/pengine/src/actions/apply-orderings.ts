import type { Action } from "../model/action.js";
import { Order, type Ordering, type OrderingSide } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { currentRoleOf } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { linkActions } from "../request/orderings.js";
import { actionsOf, requestAction } from "../request/request-action.js";
import { blockDependentsOfBlocked } from "./propagate.js";

const none: readonly Action[] = [];

/**
 * Turns the recorded orderings into links between actions, in the order of recording, which decides the
 * numbers of actions that are made here and which of two similar links survives. Then what must run with
 * resources that cannot start is blocked.
 */
export function applyOrderings(state: ClusterState): void {
  for (const [position, ordering] of state.orderings.entries()) {
    state.observer?.applying(position);
    applyOrdering(state, ordering);
  }
  blockDependentsOfBlocked(state);
}

function applyOrdering(state: ClusterState, ordering: Ordering): void {
  const { action } = ordering.first;
  if (action !== null) return linkToThen(action, ordering);
  const known = actionsOfSide(ordering.first);
  const firstActions = known.length === 0 ? makeMissingFirst(state, ordering) : known;
  for (const first of firstActions) linkToThen(first, ordering);
}

/** Links one of the first actions to all that come after it. */
function linkToThen(first: Action, ordering: Ordering): void {
  const set = isCleanUp(first, ordering) ? ordering.set & ~Order.pullThen : ordering.set;
  const { action } = ordering.then;
  if (action !== null) linkActions(first, action, set, ordering);
  else for (const then of actionsOfSide(ordering.then)) linkActions(first, then, set, ordering);
}

/** The stop that cleans up after a migration does not make the resource start again elsewhere. */
function isCleanUp(first: Action, ordering: Ordering): boolean {
  return first.migrationAbort && first.resource !== null && first.resource === ordering.then.resource;
}

/**
 * The actions of a side that is no concrete one, oldest first. Without a lock to be cleared, what is said of clearing
 * it holds for deletions of histories on their nodes.
 */
function actionsOfSide({ resource, task }: OrderingSide): readonly Action[] {
  if (resource === null || task === null) return none;
  const actions = actionsOf(resource, task);
  return task === "lrm_delete" && actions.length === 0 ? actionsOf(resource, "delete") : actions;
}

/**
 * A first action that does not exist is made, on no node and so unable to run: what comes after it can learn
 * from it that it will not happen. Not so for what is done already.
 */
function makeMissingFirst(state: ClusterState, { first, then }: Ordering): readonly Action[] {
  const { resource, task } = first;
  if (resource === null || task === null || resource === then.resource || isDone(resource, task)) return none;
  return [requestAction(state, { resource, task, node: null, optional: true })];
}

function isDone(resource: Resource, task: string): boolean {
  if (task === "stop") return currentRoleOf(resource) === Role.Stopped;
  return task === "demote" && currentRoleOf(resource) === Role.Unpromoted;
}
