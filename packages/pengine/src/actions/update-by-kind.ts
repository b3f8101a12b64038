import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order, type OrderSet } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { comparableMarks, Mark, type MarkSet } from "./collective-flags.js";
import { interleaves, updateInterleaved } from "./interleave.js";
import type { PropagatedMarks } from "./propagate-marks.js";
import type { Refreshing } from "./refreshing.js";
import { Changed, type ChangedSet, updateActions } from "./update-primitive.js";

/** Two ordered actions as an update sees them. */
export interface OrderedPair {
  readonly first: Action;
  readonly then: Action;
  /** Effective marks of the first action before its ordering was applied. */
  readonly firstMarks: MarkSet;
  /** If not null, only members' actions on this node are concerned. */
  readonly scope: ClusterNode | null;
}

/** Whether an action is of a part of a group, clone or bundle. */
export function isPart(action: Action): boolean {
  return action.resource !== null && action.resource.parent !== null;
}

/**
 * Updates two ordered actions for one property of their ordering, in the way of a resource's kind. Members and
 * instances that are updated too are those of the then action's resource, whoever decides the way.
 */
export function* updateByKind(
  marks: PropagatedMarks,
  resource: Resource,
  pair: OrderedPair,
  property: OrderSet,
): Refreshing<ChangedSet> {
  // Mere sequence changes no marks; interleaved instances are put in sequence themselves.
  if (property === Order.seq && !interleaves(pair.first, pair.then)) return Changed.nothing;
  switch (resource.kind) {
    case "primitive":
      return yield* updatePair(marks, pair, property);
    case "group":
      return yield* updateMembers(marks, pair, property);
    case "clone":
    case "bundle":
      return yield* updateCollective(marks, pair, property);
  }
}

/**
 * Updates the two actions themselves; a changed action of a part is refreshed at once. What that does to the first
 * action counts as done here.
 */
function* updatePair(marks: PropagatedMarks, pair: OrderedPair, property: OrderSet): Refreshing<ChangedSet> {
  const changed = updateActions(marks, pair.first, pair.then, pair.firstMarks, property);
  if ((changed & Changed.then) === 0 || !isPart(pair.then)) return changed;
  const before = comparableMarks(pair.first);
  yield pair.then;
  return comparableMarks(pair.first) === before ? changed : changed | Changed.first;
}

/** A group's action, then those of its members. */
function* updateMembers(
  marks: PropagatedMarks,
  pair: OrderedPair,
  property: OrderSet,
): Refreshing<ChangedSet> {
  let changed = yield* updatePair(marks, pair, property);
  for (const then of marks.sameTaskBelow(pair.then, pair.scope)) {
    if (then.resource === null) continue;
    changed |= yield* updateByKind(marks, then.resource, { ...pair, then }, property);
  }
  return changed;
}

/** A collective's action, then those of its instances that can run; or instance by instance. */
function* updateCollective(
  marks: PropagatedMarks,
  pair: OrderedPair,
  property: OrderSet,
): Refreshing<ChangedSet> {
  if (pair.then.resource === null) return Changed.nothing;
  if (interleaves(pair.first, pair.then)) return yield* updateInterleaved(marks, pair, property);
  let changed = yield* updatePair(marks, pair, property);
  for (const then of marks.sameTaskBelow(pair.then, pair.scope)) {
    if (then.resource === null || (marks.effective(then, pair.scope) & Mark.runnable) === 0) continue;
    const updated = yield* updateByKind(marks, then.resource, { ...pair, then }, property);
    changed |= updated;
    if ((updated & Changed.then) !== 0) yield* refreshOutputs(then);
  }
  return changed;
}

/** Everything that comes after an action, the newest ordering first. */
export function* refreshOutputs(action: Action): Refreshing<void> {
  for (let at = action.outputs.length - 1; at >= 0; at -= 1) {
    const output = action.outputs[at];
    if (output !== undefined) yield output.action;
  }
}
