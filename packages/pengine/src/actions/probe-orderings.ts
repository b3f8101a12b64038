import type { Action } from "../model/action.js";
import { Order, type Ordering, type OrderSet } from "../model/ordering.js";
import type { Primitive, Resource } from "../model/resource.js";
import { topAncestor, visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { compatibleInstance } from "../placement/compatible-instance.js";
import { linkActions } from "../request/orderings.js";
import { actionsOf } from "../request/request-action.js";

const none: readonly Action[] = [];

/**
 * Orders what depends on a probed resource after the probes, when orderings have become links between actions
 * and before requirements are propagated along them: nothing is stopped or held back before the probes have
 * shown whether that is needed (regression cases `probe-4`, `order-first-probes` and `bundle-probe-order-1`).
 */
export function orderProbes(state: ClusterState): void {
  const walk: Walk = { state, worthwhile: leadingToRestarts(state) };
  for (const resource of state.resources) {
    visitPrimitives(resource, (primitive) => orderFollowers(walk, primitive));
  }
  for (const ordering of state.orderings) orderBeforeFollowersOfStop(ordering);
}

interface Walk {
  readonly state: ClusterState;
  /** By action id: 1 if a start or promote of something that can be stopped or demoted may be ahead. */
  readonly worthwhile: Uint8Array;
}

/** Walks backwards from all starts and promotes in question, over links of any kind. */
function leadingToRestarts(state: ClusterState): Uint8Array {
  const marks = new Uint8Array(state.actions.length + 1);
  const found = state.actions.filter((action) => downActions(action).length > 0);
  for (const action of found) marks[action.id] = 1;
  for (let action = found.pop(); action !== undefined; action = found.pop()) {
    for (const { action: first } of action.inputs) {
      if (marks[first.id] === 1) continue;
      marks[first.id] = 1;
      found.push(first);
    }
  }
  return marks;
}

function orderFollowers(walk: Walk, primitive: Primitive): void {
  const probes = actionsOf(primitive, "monitor");
  if (probes.length === 0) return;
  // The probes of a primitive mostly have the same followers, which lead to the same restarts.
  const restarts = new Map<Action, readonly Action[]>();
  for (const probe of probes) {
    // Links that are made here are not followed themselves.
    const followers = [...probe.outputs].reverse();
    for (const { action: follower, set } of followers) {
      if (!probe.runnable && (set & Order.blockThen) === 0) holdOtherInstances(probe, primitive, follower);
      let restarted = restarts.get(follower);
      if (restarted === undefined) {
        restarted = stopsBehind(walk, primitive, follower);
        restarts.set(follower, restarted);
      }
      for (const stop of restarted) linkActions(probe, stop, Order.seq);
    }
  }
}

/** While a node cannot be probed, only those instances of a clone go on that are active already. */
function holdOtherInstances(probe: Action, primitive: Primitive, follower: Action): void {
  const clone = topAncestor(primitive);
  if (clone.kind !== "clone" || follower.resource !== clone || follower.task !== "start") return;
  for (const { action: start } of [...follower.outputs].reverse()) {
    const { resource } = start;
    if (resource === null || start.task !== "start" || resource.activeNodes.length > 0) continue;
    if (topAncestor(resource) === clone) linkActions(probe, start, Order.seq | Order.blockThen);
  }
}

/**
 * The stops (demotes) of other primitives whose start (promote) follows a follower of a probe, as far as a
 * required action makes the next one required: those are the restarts that the probe's outcome may cause.
 */
function stopsBehind({ state, worthwhile }: Walk, probed: Primitive, follower: Action): Action[] {
  const stops: Action[] = [];
  const seen = new Set<Action>([follower]);
  // Grows while it is walked.
  for (const action of seen) {
    if (worthwhile[action.id] !== 1) continue;
    if (action.resource !== probed) stops.push(...downActions(action));
    const collective = asForeignCollective(probed, action.resource);
    for (let at = action.outputs.length - 1; at >= 0; at -= 1) {
      const link = action.outputs[at];
      if (link === undefined) continue;
      const pulls = (link.set & Order.pullThen) !== 0;
      if (pulls || isOwnInstance(state, probed, collective, link.action)) seen.add(link.action);
    }
  }
  return stops;
}

/** What is done before a start (promote) of a primitive when that is a restart: its stops (demotes). */
function downActions({ resource, task }: Action): readonly Action[] {
  const down = task === "start" ? "stop" : task === "promote" ? "demote" : null;
  if (down === null || resource?.kind !== "primitive") return none;
  return actionsOf(resource, down).filter((action) => !action.pseudo);
}

/** The resource if it is a group, clone or bundle other than the one that the probed resource is a child of. */
function asForeignCollective(probed: Primitive, resource: Resource | null): Resource | null {
  return resource === null || resource.kind === "primitive" || resource === probed.parent ? null : resource;
}

/** Whether an action belongs to a child of the collective: of an interleaved one, to the probed resource's peer. */
function isOwnInstance(
  state: ClusterState,
  probed: Primitive,
  collective: Resource | null,
  action: Action,
): boolean {
  const { resource } = action;
  if (collective === null || resource === null || resource.parent !== collective) return false;
  if (resource.kind !== "primitive" && resource.kind !== "group") return false;
  if (collective.kind !== "clone" && collective.kind !== "bundle") return true;
  if (!collective.interleave) return true;
  return compatibleInstance(state, probed, collective, { when: "assigned" }) === resource;
}

/** What must wait for a resource's stop waits for its probes too: they may find that it runs elsewhere. */
function orderBeforeFollowersOfStop(ordering: Ordering): void {
  const { first, then, set } = ordering;
  const stopped = first.resource;
  if (stopped === null || stopped === then.resource || set === 0) return;
  if ((first.action?.keyTask ?? first.task) !== "stop") return;
  const probes = actionsOf(stopped, "monitor");
  if (probes.length === 0) return;
  const isLauncher =
    stopped.kind === "primitive" && stopped.launcher !== null && stopped.launcher === then.resource;
  if (isLauncher && (then.action?.keyTask ?? then.task) === "stop") return;

  const followers = followersOf(ordering);
  const linked = probeSet(set);
  for (let at = probes.length - 1; at >= 0; at -= 1) {
    const probe = probes[at];
    if (probe === undefined) continue;
    for (const follower of followers) {
      if (!isExempt(probe, follower)) linkActions(probe, follower, linked);
    }
  }
}

function followersOf({ then }: Ordering): readonly Action[] {
  if (then.action !== null) return [then.action];
  return then.resource === null || then.task === null ? [] : actionsOf(then.resource, then.task);
}

function probeSet(set: OrderSet): OrderSet {
  if (set === Order.load || set === Order.anti) return set;
  return Order.seq | (set & (Order.unlessMigrating | Order.sameNode));
}

/** The unfencing of a node comes before its probes, and a shutdown waits for the probes of its own node only. */
function isExempt(probe: Action, follower: Action): boolean {
  if (probe.node === null) return false;
  if (follower.task === "do_shutdown") return follower.node !== probe.node;
  const unfences = follower.task === "stonith" && follower.meta.get("stonith_action") === "on";
  return unfences && follower.node === probe.node;
}
