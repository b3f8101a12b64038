import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { type Link, Order, type OrderSet } from "../model/ordering.js";
import { isActive } from "../model/resource-tree.js";
import { comparableMarks, Mark, type MarkSet } from "./collective-flags.js";
import { isPlain, type PropagatedMarks } from "./propagate-marks.js";
import type { Refreshing } from "./refreshing.js";
import { isPart, updateByKind } from "./update-by-kind.js";
import { Changed, type ChangedSet, updateActions } from "./update-primitive.js";

/** A link to be applied; its marks are as they were before its first property was. */
export interface Application {
  readonly marks: PropagatedMarks;
  readonly first: Action;
  readonly then: Action;
  readonly link: Link;
  readonly firstMarks: MarkSet;
  readonly thenMarks: MarkSet;
  /** If not null, only members' actions on this node are concerned. */
  readonly scope: ClusterNode | null;
  /** The next rule. */
  at: number;
  changed: ChangedSet;
}

/** What one property of a link does. */
interface Rule {
  readonly property: OrderSet;
  /**
   * Whose resource says how the two actions are updated, and for which property; without a resource on that
   * side `otherwise` is done.
   */
  readonly update?: { readonly by: "first" | "then"; readonly property: OrderSet };
  readonly otherwise?: (link: Application) => ChangedSet;
  /** If true, the link is void, and no later rule applies. */
  readonly voids?: (link: Application) => boolean;
}

/** The rules in the order in which they are applied; the order decides reasons. */
const rules: readonly Rule[] = [
  { property: Order.pullThen, update: { by: "then", property: Order.pullThen }, otherwise: pullPoint },
  { property: Order.restart, update: { by: "then", property: Order.restart } },
  { property: Order.pullFirst, update: { by: "first", property: Order.pullFirst }, otherwise: blockPoint },
  { property: Order.pullFirstPromoted, update: { by: "then", property: Order.pullFirstPromoted } },
  { property: Order.count, otherwise: countFirst },
  {
    property: Order.innerProbe,
    update: { by: "then", property: Order.blockThen },
    voids: voidInnerProbe,
  },
  { property: Order.blockThen, update: { by: "then", property: Order.blockThen }, otherwise: blockByPoint },
  { property: Order.migrateGate, update: { by: "then", property: Order.migrateGate } },
  { property: Order.elseReal, update: { by: "then", property: Order.elseReal } },
  { property: Order.seq, update: { by: "then", property: Order.seq } },
  { property: Order.oneWay, update: { by: "then", property: Order.oneWay } },
  { property: Order.graphThen, otherwise: showThen },
  { property: Order.graphFirst, otherwise: showFirst },
  { property: Order.pullThen | Order.pullFirst | Order.restart, otherwise: blockByHeldStop },
];

/** Looks at both ends of a link before any of its properties is applied. */
export function beginLink(marks: PropagatedMarks, first: Action, then: Action, link: Link): Application {
  const firstMarks = marks.viewed(first, marks.viewpoint(then));
  const thenMarks = marks.viewed(then, marks.viewpoint(first));
  let scope = then.node;
  if ((link.set & Order.pullThenHere) !== 0) {
    link.set = (link.set & ~Order.pullThenHere) | Order.pullThen;
    scope = first.node;
  }
  return { marks, first, then, link, firstMarks, thenMarks, scope, at: 0, changed: Changed.nothing };
}

/**
 * Applies all properties of a link if that asks for no refreshing meanwhile, as it hardly ever does between actions of
 * primitives or without resource; generators cost more than the rules.
 *
 * @returns false if something is left to be done
 */
export function applyAtOnce(application: Application): boolean {
  return isPlain(application.first) && isPlain(application.then) && !applyPlainRules(application);
}

/** Applies the properties of a link that have not been applied at once. */
export function* applyRules(application: Application): Refreshing<void> {
  const { marks, first, then, link, firstMarks, scope } = application;
  if (isPlain(first) && isPlain(then)) return yield* applyPlainRest(application);
  const pair = { first, then, firstMarks, scope };
  for (const rule of rules) {
    if ((link.set & rule.property) === 0) continue;
    if (rule.voids?.(application) === true) {
      link.set = 0;
      break;
    }
    const resource = rule.update?.by === "first" ? first.resource : then.resource;
    application.changed |=
      rule.update === undefined || resource === null
        ? (rule.otherwise?.(application) ?? Changed.nothing)
        : yield* updateByKind(marks, resource, pair, rule.update.property);
  }
}

/** Refreshes the then action wherever {@link applyPlainRules} stopped. */
function* applyPlainRest(application: Application): Refreshing<void> {
  const { first, then } = application;
  do {
    const before = comparableMarks(first);
    yield then;
    if (comparableMarks(first) !== before) application.changed |= Changed.first;
  } while (applyPlainRules(application));
}

/**
 * Applies rules to a link between actions of primitives or without resource, up to the point where the then
 * action must be refreshed: whenever it changed, if it is of a part of a group, clone or bundle. False when no
 * rule is left.
 */
function applyPlainRules(application: Application): boolean {
  const { marks, first, then, link, firstMarks } = application;
  while (application.at < rules.length) {
    const rule = rules[application.at];
    application.at += 1;
    if (rule === undefined || (link.set & rule.property) === 0) continue;
    if (rule.voids?.(application) === true) {
      link.set = 0;
      return false;
    }
    const resource = rule.update?.by === "first" ? first.resource : then.resource;
    if (rule.update === undefined || resource === null) {
      application.changed |= rule.otherwise?.(application) ?? Changed.nothing;
      continue;
    }
    const changed = updateActions(marks, first, then, firstMarks, rule.update.property);
    application.changed |= changed;
    if ((changed & Changed.then) !== 0 && isPart(then)) return true;
  }
  return false;
}

function pullPoint({ marks, first, then, firstMarks }: Application): ChangedSet {
  return (firstMarks & Mark.required) !== 0 && marks.require(then, first) ? Changed.then : Changed.nothing;
}

function blockByPoint({ marks, first, then, firstMarks }: Application): ChangedSet {
  return (firstMarks & Mark.runnable) === 0 && marks.block(then, first) ? Changed.then : Changed.nothing;
}

/** A required point that is asked for by what comes after it cannot be reached. */
function blockPoint({ marks, first, then, firstMarks }: Application): ChangedSet {
  return (firstMarks & Mark.required) !== 0 && marks.block(first, then) ? Changed.first : Changed.nothing;
}

/** Counts a first action that can run; the refreshing of the counting action started from zero. */
function countFirst({ then, firstMarks }: Application): ChangedSet {
  if (then.resource !== null || (firstMarks & Mark.runnable) === 0) return Changed.nothing;
  then.runnableInputs += 1;
  if (then.runnable || then.runnableInputs < then.requiredRunnable) return Changed.nothing;
  then.runnable = true;
  return Changed.then;
}

/** The connection to a container that is active can be probed even if the container cannot start. */
function voidInnerProbe({ first, firstMarks }: Application): boolean {
  return (firstMarks & Mark.runnable) === 0 && first.resource !== null && isActive(first.resource);
}

function showThen({ first, then, firstMarks }: Application): ChangedSet {
  if (first.runnable && (firstMarks & Mark.required) !== 0) then.alwaysGraphed = true;
  return Changed.nothing;
}

function showFirst({ first, thenMarks }: Application): ChangedSet {
  if ((thenMarks & Mark.required) !== 0) first.alwaysGraphed = true;
  return Changed.nothing;
}

/** Nothing that waits for the stop of a blocked resource can be done; no reason is given for it. */
function blockByHeldStop({ marks, first, then }: Application): ChangedSet {
  const { resource } = first;
  if (first.task !== "stop" || first.runnable || resource === null) return Changed.nothing;
  if (resource.managed || !resource.blocked) return Changed.nothing;
  return marks.block(then, null) ? Changed.then : Changed.nothing;
}
