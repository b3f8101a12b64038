import type { Action } from "../model/action.js";
import { Order, type OrderSet } from "../model/ordering.js";
import { currentRoleOf } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import { Mark, type MarkSet } from "./collective-flags.js";
import type { PropagatedMarks } from "./propagate-marks.js";

/** What an update changed, as bits. */
export const Changed = { nothing: 0, first: 1, then: 2, both: 3 } as const;
export type ChangedSet = number;

/**
 * Updates two ordered actions for one property of their ordering. Effective marks are those of the first
 * action as they were before the ordering's first property was applied.
 */
export function updateActions(
  marks: PropagatedMarks,
  first: Action,
  then: Action,
  firstMarks: MarkSet,
  property: OrderSet,
): ChangedSet {
  switch (property) {
    case Order.pullThen:
      return pullThen(marks, first, then, firstMarks);
    case Order.blockThen:
      return blockThen(marks, first, then, firstMarks);
    case Order.restart:
      return restart(marks, first, then);
    case Order.pullFirst:
      return pullFirst(marks, first, then, firstMarks);
    case Order.pullFirstPromoted:
      return pullFirstPromoted(marks, first, then);
    case Order.migrateGate:
      return migrateGate(marks, first, then);
    case Order.elseReal:
      return elseReal(marks, first, then);
    case Order.oneWay:
      return oneWay(marks, first, then);
    default:
      return Changed.nothing;
  }
}

function pullThen(marks: PropagatedMarks, first: Action, then: Action, firstMarks: MarkSet): ChangedSet {
  if ((firstMarks & Mark.required) === 0 || first.migratable) return Changed.nothing;
  return marks.require(then, first) ? Changed.then : Changed.nothing;
}

function blockThen(marks: PropagatedMarks, first: Action, then: Action, firstMarks: MarkSet): ChangedSet {
  if ((firstMarks & Mark.runnable) !== 0 || !marks.block(then, first)) return Changed.nothing;
  marks.forbidMigration(then, first);
  return Changed.then;
}

/**
 * A required start needs the stop before it; and what must stop but cannot start again stops all the same.
 * Whether the first action can run is asked before anything is changed.
 */
function restart(marks: PropagatedMarks, first: Action, then: Action): ChangedSet {
  const { resource } = then;
  const blockedHere = !then.runnable && first.resource === resource && resource?.managed === true;
  if (then.optional && !blockedHere) return Changed.nothing;
  let changed: ChangedSet = Changed.nothing;
  if ((first.runnable || !then.optional) && marks.require(first, then)) changed |= Changed.first;
  if (!then.migratable && marks.forbidMigration(first, then)) changed |= Changed.first;
  if (!first.optional && !first.runnable && marks.block(then, first)) changed |= Changed.then;
  return changed;
}

/**
 * An action that must happen asks for one before it only where that is seen to be required already: a
 * collective's, by its members' actions.
 */
function pullFirst(marks: PropagatedMarks, first: Action, then: Action, firstMarks: MarkSet): ChangedSet {
  if (then.optional) return Changed.nothing;
  let changed: ChangedSet = Changed.nothing;
  if ((firstMarks & Mark.required) !== 0 && marks.require(first, then)) changed |= Changed.first;
  const migrates = (firstMarks & Mark.migratable) !== 0 && !then.migratable;
  if (migrates && marks.forbidMigration(first, then)) changed |= Changed.first;
  return changed;
}

function pullFirstPromoted(marks: PropagatedMarks, first: Action, then: Action): ChangedSet {
  if (then.optional || then.resource === null || currentRoleOf(then.resource) !== Role.Promoted) {
    return Changed.nothing;
  }
  let changed: ChangedSet = Changed.nothing;
  if (marks.require(first, then)) changed |= Changed.first;
  if (!then.migratable && marks.forbidMigration(first, then)) changed |= Changed.first;
  return changed;
}

function migrateGate(marks: PropagatedMarks, first: Action, then: Action): ChangedSet {
  let changed: ChangedSet = Changed.nothing;
  if (!(then.migratable && then.runnable) && marks.block(first, then)) changed |= Changed.first;
  if (!then.optional && marks.require(first, then)) changed |= Changed.first;
  return changed;
}

function elseReal(marks: PropagatedMarks, first: Action, then: Action): ChangedSet {
  if (first.runnable) return Changed.nothing;
  const unmigratable = marks.forbidMigration(then, first);
  return marks.makeReal(then) || unmigratable ? Changed.then : Changed.nothing;
}

function oneWay(marks: PropagatedMarks, first: Action, then: Action): ChangedSet {
  if (first.runnable || then.resource === null || staysAsItIs(then)) return Changed.nothing;
  const required = marks.require(then, first);
  return marks.block(then, first) || required ? Changed.then : Changed.nothing;
}

/** A stop of something stopped, or the start of something started just there. */
function staysAsItIs(then: Action): boolean {
  const { resource } = then;
  if (!then.optional || resource === null) return false;
  const role = currentRoleOf(resource);
  if (role === Role.Stopped) return then.task === "stop";
  if (role < Role.Started || then.task !== "start" || then.node === null) return false;
  return resource.activeNodes.length === 1 && resource.activeNodes[0] === then.node;
}
