import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { requestFencing } from "../request/fencing.js";
import { linkActions } from "../request/orderings.js";
import { findActions, requestAction } from "../request/request-action.js";
import { orderAfterUnfencing } from "./unfencing.js";

/** Where and how a primitive changes its role. */
export interface RoleChange {
  readonly state: ClusterState;
  readonly primitive: Primitive;
  /** Where the ways up lead. */
  readonly assigned: ClusterNode | null;
  /**
   * Restarting a resource whose unexpected instances alone are to be stopped (`multiple-active` =
   * `stop_unexpected`): it is left alone where it belongs.
   */
  readonly sparing: boolean;
}

/** The next role on the way from one role to another; the same role when there is no way on. */
export function nextStep(from: Role, to: Role): Role {
  if (from === to) return from;
  switch (from) {
    case Role.Unknown:
      return Role.Stopped;
    case Role.Stopped:
      if (to === Role.Unknown) return Role.Stopped;
      return to === Role.Started ? Role.Started : Role.Unpromoted;
    case Role.Started:
      return to > Role.Started ? to : Role.Stopped;
    case Role.Unpromoted:
      return to === Role.Promoted ? Role.Promoted : Role.Stopped;
    case Role.Promoted:
      return Role.Unpromoted;
  }
}

/**
 * Makes the actions that lead from one role to another, step by step. The way ends early where a step needs
 * nothing to be done and leads nowhere (a started resource cannot be made unpromoted).
 *
 * @param target where the way leads; asked anew at each step, since requesting an action without quorum can
 * lower the next role; null ends the way
 * @param optional whether the actions of the step to a role are optional
 */
export function walkRoles(
  change: RoleChange,
  from: Role,
  target: () => Role | null,
  optional: (role: Role) => boolean,
): void {
  for (let role = from; ; ) {
    const to = target();
    if (to === null || to === role) return;
    const next = nextStep(role, to);
    if (next === role || !takeStep(change, role, next, optional(next))) return;
    role = next;
  }
}

/** Makes the actions of one step; false if the way ends here. */
function takeStep(change: RoleChange, from: Role, to: Role, optional: boolean): boolean {
  switch (to) {
    case Role.Stopped:
      stopEverywhere(change, optional);
      return true;
    case Role.Promoted:
      promote(change, optional);
      return true;
    default:
      if (from === Role.Promoted) demoteEverywhere(change, optional);
      else if (from === Role.Stopped) start(change, optional);
      else return false;
      return true;
  }
}

function isSpared(change: RoleChange, node: ClusterNode): boolean {
  return change.sparing && node === change.assigned;
}

function stopEverywhere(change: RoleChange, optional: boolean): void {
  const { state, primitive, assigned } = change;
  const target = primitive.partialMigrationTarget;
  let wanted = !optional;
  for (const node of primitive.activeNodes) {
    if (isSpared(change, node)) continue;
    if (target !== null) {
      if (node === target && node === assigned) continue;
      // Everywhere but on the target: also for the nodes that follow.
      wanted = true;
    }
    const stop = requestAction(state, { resource: primitive, task: "stop", node, optional: !wanted });
    if (assigned === null) stop.reason = "node availability";
    else if (change.sparing) stop.reason = "being multiply active";
    if (!primitive.managed) stop.runnable = false;
    if (primitive.requires === "unfencing") {
      const unfencing = requestFencing(state, node, "on", { optional: true });
      linkActions(stop, unfencing, Order.pullFirst);
    }
  }
}

/** A wanted start that cannot run stays optional. */
function start(change: RoleChange, optional: boolean): void {
  const { state, primitive, assigned } = change;
  const action = requestAction(state, { resource: primitive, task: "start", node: assigned, optional: true });
  if (assigned !== null) orderAfterUnfencing(state, primitive, assigned, action, Order.pullThen);
  if (!optional && action.runnable) action.optional = false;
  if (change.sparing) action.pseudo = true;
}

/** A resource that cannot be started cannot be promoted. */
function promote(change: RoleChange, optional: boolean): void {
  const { state, primitive, assigned } = change;
  const starts = findActions(primitive, "start", 0, assigned);
  if (starts.some((action) => !action.runnable)) {
    for (const action of findActions(primitive, "promote", 0, assigned)) action.runnable = false;
    return;
  }
  const action = requestAction(state, { resource: primitive, task: "promote", node: assigned, optional });
  if (change.sparing) action.pseudo = true;
}

function demoteEverywhere(change: RoleChange, optional: boolean): void {
  const { state, primitive } = change;
  for (const node of primitive.activeNodes) {
    if (isSpared(change, node)) continue;
    requestAction(state, { resource: primitive, task: "demote", node, optional });
  }
}
