import type { ClusterNode } from "../model/node.js";
import type { Bundle, Clone, Group, Primitive, Resource } from "../model/resource.js";
import {
  assignedLocation,
  currentRoleOf,
  hasBlockedPart,
  instancesOf,
  nextRoleOf,
} from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { sortedCandidates } from "./candidates.js";
import { colocationValue } from "./node-attribute.js";

/** Which instance of a collective is wanted as a resource's partner. */
export interface CompatibilityRequest {
  /** Compare where resources are now, or where they have been assigned to. */
  readonly when: "current" | "assigned";
  /** The role that the instance must have (now or next); any if not given. */
  readonly role?: Role;
  /** The node attribute that must agree; the same node if not given. */
  readonly attribute?: string;
}

/**
 * The first instance of a clone (or container of a bundle) that is where a resource is. A resource without a
 * single place tries its candidate nodes in order of preference, nodes with negative scores included.
 */
export function compatibleInstance(
  state: ClusterState,
  resource: Resource,
  collective: Clone | Bundle,
  request: CompatibilityRequest,
): Primitive | Group | null {
  const place = singleLocation(resource, request.when);
  const nodes = place === null ? sortedCandidates(state, resource.allowedNodes, null) : [place];
  for (const node of nodes) {
    const match = instancesOf(collective).find((instance) => isAt(instance, node, request, resource));
    if (match !== undefined) return match;
  }
  return null;
}

/** The one node where all of a resource is, or has been assigned to; null if there is none or more than one. */
export function singleLocation(resource: Resource, when: "current" | "assigned"): ClusterNode | null {
  if (when === "assigned") return assignedLocation(resource);
  // A group's list can name a node twice, for two members that are not managed.
  const [first] = resource.activeNodes;
  return first !== undefined && resource.activeNodes.every((node) => node === first) ? first : null;
}

function isAt(
  instance: Primitive | Group,
  node: ClusterNode,
  { when, role = Role.Unknown, attribute = "#uname" }: CompatibilityRequest,
  resource: Resource,
): boolean {
  if (role !== Role.Unknown && role !== roleOf(instance, when)) return false;
  const place = singleLocation(instance, when);
  if (place === null || hasBlockedPart(instance)) return false;
  if (attribute === "#uname") return place === node;
  return colocationValue(place, attribute, instance) === colocationValue(node, attribute, resource);
}

function roleOf(instance: Primitive | Group, when: "current" | "assigned"): Role {
  return when === "current" ? currentRoleOf(instance) : nextRoleOf(instance);
}
