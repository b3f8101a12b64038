import { millisecondsToSeconds, parseInteger } from "@sanode/cib";
import { findResource } from "../input/find-resource.js";
import { setLauncher } from "../input/launchers.js";
import type { NodeHistory, ResourceHistory } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { requestAction } from "../request/request-action.js";
import { applyHistory } from "./apply-history.js";
import { bindHistory } from "./bind-history.js";
import { startRun } from "./history-run.js";
import { applyEntry } from "./operation-result.js";
import { sortOperations } from "./sort-operations.js";

/** Reads what a node remembers of its resources, in document order. */
export function readNodeResources(state: ClusterState, node: ClusterNode, history: NodeHistory): void {
  const removed: Primitive[] = [];
  for (const recorded of history.resources) {
    state.observer?.at(Step.history, node, recorded.id);
    const resource = readResource(state, node, recorded);
    if (resource?.removed === true && recorded.element.attributes.container !== undefined)
      removed.push(resource);
  }
  for (const resource of removed) attachToContainer(state, resource);
}

function readResource(state: ClusterState, node: ClusterNode, recorded: ResourceHistory): Primitive | null {
  if (recorded.id === "") return null;
  // Without operations an entry is only looked at because it may have a shutdown lock.
  if (recorded.entries.length === 0 && !state.options.shutdownLock) return null;
  const resource = bindHistory(state, node, recorded);
  if (resource === null) return null;
  if (state.options.shutdownLock) readShutdownLock(state, node, resource, recorded);

  const roleBefore = resource.currentRole;
  resource.currentRole = Role.Unknown;
  const run = startRun(state, node, resource);
  const sorted = sortOperations(recorded.entries);
  for (const entry of sorted) applyEntry(run, entry);
  applyHistory(run, sorted, roleBefore);
  return resource;
}

function readShutdownLock(
  state: ClusterState,
  node: ClusterNode,
  resource: Primitive,
  recorded: ResourceHistory,
): void {
  const since = parseInteger(recorded.element.attributes["shutdown-lock"]) ?? 0;
  if (since === 0) return;
  const limit = millisecondsToSeconds(state.options.shutdownLockLimitMs);
  if (limit > 0 && state.nowSeconds > since + limit) {
    requestAction(state, { resource, task: "lrm_delete", node, optional: false });
  } else {
    resource.shutdownLock = { node, since };
  }
}

/** A removed resource that ran inside another one still belongs to it, if that one is still configured. */
function attachToContainer(state: ClusterState, resource: Primitive): void {
  const id = resource.definition.element.attributes.container;
  const container = id === undefined ? undefined : findResource(state, id);
  if (container === undefined || resource.launcher !== null) return;
  setLauncher(resource, container);
}
