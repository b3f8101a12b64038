import { MINUS_INFINITY, millisecondsToSeconds, parseInteger } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { Primitive, Resource, ShutdownLock } from "../model/resource.js";
import { type ClusterState, offerRecheck, type ScoreCause } from "../model/state.js";
import { requestAction } from "../request/request-action.js";
import { addNodeScore } from "./score-change.js";

/**
 * Keeps resources for the node that they ran on when it was shut down cleanly, so that they are not recovered
 * elsewhere (options `shutdown-lock` and `shutdown-lock-limit`). Locks that the status told of are confirmed
 * or cancelled, new ones are made, and locked resources are banned from all other nodes.
 *
 * See "shutdown-lock" in Pacemaker Explained; regression cases `shutdown-lock` and `shutdown-lock-expiration`.
 */
export function applyShutdownLocks(state: ClusterState): void {
  if (!state.options.shutdownLock) return;
  for (const resource of state.resources) lockTree(state, resource);
}

/** Clones and bundles are never locked; the members of a group are, each for itself. */
function lockTree(state: ClusterState, resource: Resource): void {
  if (resource.kind === "group") {
    for (const member of resource.children) lockTree(state, member);
  } else if (resource.kind === "primitive" && !resource.isFencingDevice && !resource.isRemoteConnection) {
    lock(state, resource);
  }
}

function lock(state: ClusterState, primitive: Primitive): void {
  const known = primitive.shutdownLock;
  if (known === null) {
    primitive.shutdownLock = newLock(state, primitive);
  } else if (primitive.activeNodes.length > 0) {
    primitive.shutdownLock = null;
    requestAction(state, { resource: primitive, task: "lrm_delete", node: known.node, optional: false });
  }
  if (primitive.shutdownLock !== null) keepFor(state, primitive, primitive.shutdownLock);
}

/** A resource that is active on one node, while that node is shutting down cleanly, is locked to it. */
function newLock(state: ClusterState, primitive: Primitive): ShutdownLock | null {
  const [node, another] = primitive.activeNodes;
  if (node === undefined || another !== undefined || !node.shutdown || node.unclean) return null;
  return { node, since: shutdownTime(state, node) };
}

/** Epoch seconds of the shutdown request, as the node attribute `shutdown` holds them. */
function shutdownTime(state: ClusterState, node: ClusterNode): number {
  const requested = parseInteger(node.attributes.get("shutdown")) ?? 0;
  return requested === 0 ? state.nowSeconds : requested;
}

function keepFor(state: ClusterState, primitive: Primitive, { node: locked, since }: ShutdownLock): void {
  const { shutdownLockLimitMs } = state.options;
  if (shutdownLockLimitMs > 0) {
    // A lock ends when its limit is exceeded, not when it is reached.
    offerRecheck(state, since + millisecondsToSeconds(shutdownLockLimitMs) + 1);
  }
  const cause: ScoreCause = { kind: "shutdown-lock", detail: locked.name };
  for (const node of state.nodes) {
    if (node !== locked) addNodeScore(state, primitive, node, MINUS_INFINITY, cause);
  }
}
