import type { Action } from "../model/action.js";
import { Order, type OrderSet } from "../model/ordering.js";
import type { Bundle, Clone, Primitive, Resource } from "../model/resource.js";
import { instancesOf, isCollective, visitPrimitives } from "../model/resource-tree.js";
import { assignTo, mayHappen } from "../placement/assign-to.js";
import { compatibleInstance } from "../placement/compatible-instance.js";
import { linkActions } from "../request/orderings.js";
import { newestOn } from "./collective-flags.js";
import { basicTask, endsActivity, notifiedTask } from "./collective-task.js";
import type { PropagatedMarks } from "./propagate-marks.js";
import type { Refreshing } from "./refreshing.js";
import { type OrderedPair, updateByKind } from "./update-by-kind.js";
import { Changed, type ChangedSet } from "./update-primitive.js";

/**
 * Whether an ordering between two collectives holds instance by instance: `interleave` of the collective that
 * comes later on the way up decides. (Pacemaker Explained, "Clone options".)
 */
export function interleaves(first: Action, then: Action): boolean {
  const a = first.resource;
  const b = then.resource;
  if (a === null || b === null || a === b || !isCollective(a) || !isCollective(b)) return false;
  return then.keyTask === "stop" || then.keyTask === "demote" ? a.interleave : b.interleave;
}

/**
 * Updates the instances of the then action's collective, each with the one instance of the first that it goes
 * with, and orders the two. An instance that cannot be without the first collective and has no such instance
 * cannot run.
 */
export function* updateInterleaved(
  marks: PropagatedMarks,
  pair: OrderedPair,
  property: OrderSet,
): Refreshing<ChangedSet> {
  const { first, then } = pair;
  if (first.resource === null || !isCollective(first.resource)) return Changed.nothing;
  if (then.resource === null || !isCollective(then.resource)) return Changed.nothing;
  const when = endsActivity(first) ? "current" : "assigned";
  let changed: ChangedSet = Changed.nothing;
  for (const instance of instancesOf(then.resource)) {
    const partner = compatibleInstance(marks.state, instance, first.resource, { when });
    if (partner === null) {
      const needed = when === "assigned" && (property & (Order.pullThen | Order.blockThen)) !== 0;
      if (needed && takeBack(marks, instance)) changed |= Changed.then;
      continue;
    }
    changed |= yield* updateInstances(marks, { pair, partner, instance }, property);
  }
  return changed;
}

interface Partners {
  readonly pair: OrderedPair;
  readonly partner: Resource;
  readonly instance: Resource;
}

function* updateInstances(
  marks: PropagatedMarks,
  { pair, partner, instance }: Partners,
  property: OrderSet,
): Refreshing<ChangedSet> {
  const first = firstAction(pair, partner);
  const then = thenAction(pair, instance);
  if (first === undefined || then === undefined || then.resource === null) return Changed.nothing;
  const linked = linkActions(first, then, property);
  const firstMarks = marks.effective(first, null);
  const updated = yield* updateByKind(marks, then.resource, { ...pair, first, then, firstMarks }, property);
  return linked ? Changed.both : updated;
}

/** What runs in a container: the instance of a bundle's clone. */
function childOf(container: Resource, collective: Clone | Bundle): Primitive | null {
  if (collective.kind !== "bundle") return null;
  return collective.replicas.find((replica) => replica.container === container)?.child ?? null;
}

/** The partner's action that the first collective's stands for; a container only starts to be stopped itself. */
function firstAction(pair: OrderedPair, partner: Resource): Action | undefined {
  const { resource } = pair.first;
  if (resource === null || !isCollective(resource)) return undefined;
  const notified = notifiedTask(pair.first.keyTask);
  const task = partner.kind === "group" ? notified : basicTask(notified);
  const child = basicTask(notified) === "stop" ? null : childOf(partner, resource);
  return child === null ? newestOn(partner, task, pair.scope) : newestOn(child, task, null);
}

function thenAction(pair: OrderedPair, instance: Resource): Action | undefined {
  const { resource, keyTask } = pair.then;
  if (resource === null || !isCollective(resource)) return undefined;
  const basic = basicTask(keyTask);
  const child = basic === "promote" || basic === "demote" ? childOf(instance, resource) : null;
  return child === null ? newestOn(instance, keyTask, pair.scope) : newestOn(child, keyTask, null);
}

/**
 * Assigns an instance to no node, with the effects on its actions even if it has none, for some may have been made
 * since; false if it has none.
 */
function takeBack(marks: PropagatedMarks, instance: Resource): boolean {
  let taken = false;
  visitPrimitives(instance, (primitive) => {
    const assigned = primitive.assignedNode !== null;
    if (!assigned && !mayHappen(primitive)) return;
    assignTo(marks.state, primitive, null, true);
    marks.noteUnseenChanges();
    if (!assigned) return;
    primitive.unassignedByInterleave = true;
    taken = true;
  });
  return taken;
}
