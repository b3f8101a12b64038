import { MINUS_INFINITY } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import { Discovery } from "../model/node-table.js";
import type { Primitive, Resource } from "../model/resource.js";
import { childrenOf, topAncestor, visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { actionsOf } from "../request/find-actions.js";
import { effectiveFailCount, hasFailures } from "../status/failcounts.js";
import { addNodeScore, setNodeScore } from "./score-change.js";

/**
 * Bans resources from nodes where they failed too often, and, where probes are exclusive to some nodes, from
 * all others.
 *
 * Source: Pacemaker Explained, "Handling Resource Failure" and `resource-discovery` of location constraints.
 */
export function applyThresholdsAndDiscovery(state: ClusterState): void {
  const exclusive = state.resources.filter((resource) => resource.exclusiveDiscovery);
  // Node by node, since asking for a fail count may switch off a failure timeout for all that follows.
  for (const node of state.nodes) {
    const concerned = hasFailures(state, node) ? state.resources : exclusive;
    for (const resource of concerned) {
      visitPrimitives(resource, (primitive) => applyThreshold(state, primitive, node));
      if (resource.exclusiveDiscovery) applyExclusiveDiscovery(state, resource, node);
    }
  }
}

function applyThreshold(state: ClusterState, primitive: Primitive, node: ClusterNode): void {
  if (isClearingScheduled(primitive, node) || !hasReachedThreshold(state, primitive, node)) return;
  // Failures of an anonymous instance are its clone's: the next instance would fail there as well.
  const banned = primitive.unique ? primitive : topAncestor(primitive);
  addNodeScore(state, banned, node, MINUS_INFINITY, { kind: "threshold", detail: primitive.id });
}

/** Whether a primitive failed on a node as often as `migration-threshold` allows. */
export function hasReachedThreshold(state: ClusterState, primitive: Primitive, node: ClusterNode): boolean {
  const threshold = primitive.migrationThreshold;
  if (threshold === 0 || primitive.failureIgnored) return false;
  const { count } = effectiveFailCount(state, primitive, node, { includeLaunched: true });
  return count > 0 && count >= threshold;
}

function isClearingScheduled(primitive: Primitive, node: ClusterNode): boolean {
  return actionsOf(primitive, "clear_failcount").some((action) => action.node === node);
}

/** Below a bundle only what is marked itself, or whose outermost ancestor in the bundle is, is concerned; below the rest nothing is. */
function applyExclusiveDiscovery(state: ClusterState, resource: Resource, node: ClusterNode): void {
  if (!resource.exclusiveDiscovery && !topAncestor(resource).exclusiveDiscovery) return;
  if (resource.allowedNodes.discovery(node) !== Discovery.Exclusive) {
    setNodeScore(state, resource, node, MINUS_INFINITY, { kind: "exclusive-discovery", detail: null });
  }
  for (const child of childrenOf(resource)) applyExclusiveDiscovery(state, child, node);
}
