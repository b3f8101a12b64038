import { setHistoryName } from "../input/find-resource.js";
import { requestedRole } from "../input/target-role.js";
import { OnFail } from "../model/action.js";
import type { HistoryEntry } from "../model/history.js";
import { type ClusterNode, isGuestNode, isRemoteNode } from "../model/node.js";
import type { Primitive, Resource } from "../model/resource.js";
import { enclosingBundle } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import { fenceNode } from "../request/fencing.js";
import { findActions, requestAction } from "../request/request-action.js";
import { addActiveNode } from "./active.js";
import { banHere, type HistoryRun, markFailed } from "./history-run.js";
import { runningOperations } from "./recurring-history.js";
import { statusMemory } from "./status-memory.js";

/**
 * What a resource's whole history on a node means for it and for the node, after all entries have been read.
 * Actions are requested in the order of the steps, which shows in their numbers.
 *
 * @param roleBefore the resource's role by the histories of other nodes
 */
export function applyHistory(run: HistoryRun, sorted: readonly HistoryEntry[], roleBefore: Role): void {
  const { state, node, resource } = run;
  requestRunningOperations(run, sorted);
  if (resource.currentRole !== Role.Unknown) markKnown(resource, node);
  if (isActive(resource) && !node.online && !node.maintenance && resource.managed) fenceLostNode(run);

  const handling = node.unclean ? OnFail.Ignore : run.worst;
  handleFailure(run, handling);
  const remote = resource.remoteNode;
  if (resource.isRemoteConnection && resource.failed && remote?.unclean === true) remote.seen = true;

  if (isActive(resource)) {
    addActiveNode(state, resource, node, run.worst !== OnFail.Ignore);
    if (handling === OnFail.Demote || handling === OnFail.Block) resource.failed = true;
    else if (handling !== OnFail.Ignore) markFailed(resource);
  } else if (resource.historyName?.includes(":") === true) {
    setHistoryName(state, resource, null);
  } else {
    for (const stop of findActions(resource, "stop", 0, node)) stop.optional = true;
  }
  if (
    resource.currentRole === Role.Stopped &&
    resource.activeNodes.length > 0 &&
    resource.partialMigrationSource === node
  ) {
    resource.currentRole = Role.Started;
  }
  applyTargetRole(resource);
  if (roleBefore > resource.currentRole) resource.currentRole = roleBefore;
}

function isActive(resource: Primitive): boolean {
  return resource.currentRole > Role.Stopped;
}

/** The recurring operations known to run exist already, so that they can be found and cancelled. */
function requestRunningOperations(run: HistoryRun, sorted: readonly HistoryEntry[]): void {
  const { state, node, resource } = run;
  if (!node.online) return;
  for (const { task, intervalMs } of runningOperations(sorted)) {
    requestAction(state, { resource, task, intervalMs, node, optional: true });
  }
}

/** Up to the first ancestor that tells its instances apart. */
function markKnown(resource: Primitive, node: ClusterNode): void {
  let known: Resource | null = resource;
  while (known !== null) {
    known.knownNodes.add(node);
    known = known.unique ? null : known.parent;
  }
}

/** Whatever ran on a node that is gone may still run there. */
function fenceLostNode(run: HistoryRun): void {
  const { state, node, resource } = run;
  if (isGuestNode(node)) {
    markFailed(resource);
    fenceNode(state, node, `${resource.id} is thought to be active there`);
  } else if (state.options.fencingEnabled) {
    if (isRemoteNode(node) && node.connection !== null && !node.connection.failed) {
      // The connection may come up on another node, and then nothing is lost.
      node.seen = false;
      fenceNode(
        state,
        node,
        `${resource.id} is active there (fencing will be revoked if remote connection can be re-established elsewhere)`,
      );
    } else {
      fenceNode(state, node, `${resource.id} is thought to be active there`);
    }
  }
}

function handleFailure(run: HistoryRun, handling: OnFail): void {
  const { state, node, resource } = run;
  switch (handling) {
    case OnFail.Ignore:
      break;
    case OnFail.Demote:
      resource.failed = true;
      requestAction(state, { resource, task: "demote", node, optional: false });
      break;
    case OnFail.Fence:
      fenceNode(state, node, `${resource.id} failed there`);
      break;
    case OnFail.Standby:
      node.standby = true;
      node.standbyOnFail = true;
      break;
    case OnFail.Block:
      resource.managed = false;
      resource.blocked = true;
      break;
    case OnFail.Ban:
      banHere(run, resource, run.lastFailure);
      break;
    case OnFail.Stop:
      resource.nextRole = Role.Stopped;
      break;
    case OnFail.Restart:
      if (!isActive(resource)) break;
      markFailed(resource);
      requireStop(run, resource);
      break;
    case OnFail.RestartContainer:
      restartContainer(run);
      break;
    case OnFail.ResetRemote:
      resetRemote(run);
      break;
  }
}

function requireStop(run: HistoryRun, resource: Resource): void {
  requestAction(run.state, { resource, task: "stop", node: run.node, optional: false });
}

function restartContainer(run: HistoryRun): void {
  const { state, resource } = run;
  markFailed(resource);
  const container = resource.replica?.container;
  if (container !== undefined && enclosingBundle(resource) !== null) {
    // The container may be recorded on a node that has not been read yet.
    statusMemory(state).containersToStop.push(container);
  } else if (resource.launcher !== null) {
    requireStop(run, resource.launcher);
  } else if (isActive(resource)) {
    requireStop(run, resource);
  }
}

function resetRemote(run: HistoryRun): void {
  const { state, resource } = run;
  markFailed(resource);
  const remote = resource.remoteNode;
  if (state.options.fencingEnabled && remote !== null && !remote.fenced) {
    fenceNode(state, remote, "remote connection is unrecoverable");
  }
  if (isActive(resource)) requireStop(run, resource);
  if (resource.reconnectIntervalMs > 0) resource.nextRole = Role.Stopped;
}

/** A successful operation resets the next role, so what the user wants must be said again. */
function applyTargetRole(resource: Primitive): void {
  const target = requestedRole(resource);
  if (target === Role.Unknown) return;
  if (resource.nextRole === Role.Unknown || resource.nextRole > target) resource.nextRole = target;
}
