import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { currentNode, requiresFencing } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { requestAction } from "../request/request-action.js";
import { makeMigrationActions, mayMigrate } from "./migration.js";
import { makeRecurringActions } from "./recurring.js";
import { walkRoles } from "./role-steps.js";

/**
 * Makes all actions of a primitive: first down and up again as if it were restarted (optional unless a
 * restart is needed; other resources may make these actions required), then from its current role to its
 * next one, then its recurring operations, then live migration. The order decides the action numbers.
 */
export function makePrimitiveActions(state: ClusterState, primitive: Primitive): void {
  const assigned = primitive.assignedNode;
  if (primitive.nextRole === Role.Unknown) {
    primitive.nextRole = assigned === null ? Role.Stopped : Role.Started;
  }
  const current = currentNode(primitive);
  stopDanglingMigrations(state, primitive);

  const moves =
    current !== null && assigned !== null && current !== assigned && primitive.nextRole >= Role.Started;
  let migrates = moves && mayMigrate(state, primitive, current, assigned);
  let stopNeeded = moves;
  let sparing = false;
  if (primitive.partialMigrationSource !== null || primitive.partialMigrationTarget !== null) {
    if (!migrates || !partialMigrationContinues(primitive, current)) {
      primitive.partialMigrationSource = null;
      primitive.partialMigrationTarget = null;
      stopNeeded = true;
      migrates = false;
    }
  } else if (isMultiplyActive(primitive)) {
    if (primitive.multipleActive === "stop_start" || primitive.multipleActive === "stop_unexpected") {
      stopNeeded = true;
    }
    sparing = primitive.multipleActive === "stop_unexpected" && primitive.nextRole > Role.Stopped;
  }
  // Before all other role actions, so that the start keeps its number and its place.
  if (primitive.startPending) {
    requestAction(state, {
      resource: primitive,
      task: "start",
      node: assigned,
      optional: true,
    }).alwaysGraphed = true;
  }
  const recovery = moves ? noRecovery : recoveryOf(state, primitive, current);
  stopNeeded ||= recovery.stop;

  restart(state, primitive, { stopNeeded, promoteNeeded: recovery.promote, sparing });
  walkRoles(
    { state, primitive, assigned, sparing: false },
    primitive.currentRole,
    () => primitive.nextRole,
    required,
  );
  makeRecurringActions(state, primitive);
  if (migrates && current !== null) makeMigrationActions(state, primitive, current);
}

const required = (): boolean => false;

/** The migrations themselves are done; only the sources have not been stopped. */
function stopDanglingMigrations(state: ClusterState, primitive: Primitive): void {
  for (const node of primitive.danglingMigrationSources) {
    const stop = requestAction(state, { resource: primitive, task: "stop", node, optional: false });
    stop.migrationAbort = true;
  }
}

function partialMigrationContinues(primitive: Primitive, current: ClusterNode | null): boolean {
  const { partialMigrationSource: source, partialMigrationTarget: target } = primitive;
  return (
    source !== null &&
    target !== null &&
    primitive.activeNodes.length === 2 &&
    current === source &&
    primitive.assignedNode === target
  );
}

/** Active on more than one node; only on clean ones if others are not fenced for this resource's sake. */
function isMultiplyActive(primitive: Primitive): boolean {
  if (requiresFencing(primitive)) return primitive.activeNodes.length > 1;
  return primitive.activeNodes.filter((node) => node.online && !node.unclean).length > 1;
}

interface Recovery {
  readonly stop: boolean;
  readonly promote: boolean;
}
const noRecovery: Recovery = { stop: false, promote: false };

/** What failures, blocks and changed definitions ask of a resource that stays where it is. */
function recoveryOf(state: ClusterState, primitive: Primitive, current: ClusterNode | null): Recovery {
  if (primitive.failed) {
    if (primitive.stopIfFailed) return { stop: true, promote: false };
    return { stop: false, promote: primitive.nextRole === Role.Promoted };
  }
  if (primitive.blocked) return { stop: true, promote: false };
  const assigned = primitive.assignedNode;
  if (primitive.currentRole > Role.Started && current !== null && assigned !== null) {
    const start = requestAction(state, {
      resource: primitive,
      task: "start",
      node: assigned,
      optional: true,
    });
    return { stop: !start.optional, promote: false };
  }
  return noRecovery;
}

interface Restart {
  readonly stopNeeded: boolean;
  readonly promoteNeeded: boolean;
  readonly sparing: boolean;
}

/** The way down from the current role and back up to it. */
function restart(state: ClusterState, primitive: Primitive, wanted: Restart): void {
  const change = { state, primitive, assigned: primitive.assignedNode, sparing: wanted.sparing };
  const optional = !wanted.stopNeeded;
  walkRoles(
    change,
    primitive.currentRole,
    () => Role.Stopped,
    () => optional,
  );
  const comesUp = (): boolean => primitive.currentRole <= primitive.nextRole && !primitive.blocked;
  walkRoles(
    change,
    Role.Stopped,
    () => (comesUp() ? primitive.currentRole : null),
    (role) => (role === Role.Promoted && wanted.promoteNeeded ? false : optional),
  );
}
