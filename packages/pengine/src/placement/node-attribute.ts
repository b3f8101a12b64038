import { lowerAscii } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { enclosingBundle } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { placementMemory } from "./placement-memory.js";

/**
 * A node's attribute as colocations of a resource see it, in the form in which values are compared: without regard to
 * case; undefined if unset. On guest nodes, resources with the meta-attribute `container-attribute-target` set to
 * `host` see the attributes of the node that the guest is assigned to. Parts of bundles always see the host when they
 * look at a bundle's node.
 */
export function colocationValue(
  node: ClusterNode,
  attribute: string,
  resource: Resource,
): string | undefined {
  if (!isGuestNode(node) || !seesHost(node, resource)) return ownValue(node, attribute);
  const host = node.connection?.launcher?.assignedNode ?? null;
  return host === null ? undefined : ownValue(host, attribute);
}

/** A node's own attribute, whatever looks at it, in the form in which values are compared. */
export function ownValue(node: ClusterNode, attribute: string): string | undefined {
  const value = node.attributes.get(attribute);
  return value === undefined ? undefined : lowerAscii(value);
}

/** Whether a guest node looks like its host to the resource. */
function seesHost(guest: ClusterNode, resource: Resource): boolean {
  return targetsHost(resource) || (isBundleNode(guest) && looksThroughBundleNodes(resource));
}

/** What containers contain; a bundle, its containers, addresses and connections take a bundle's node as it is. */
function looksThroughBundleNodes(resource: Resource): boolean {
  if (resource.kind === "bundle" || enclosingBundle(resource) === null) return false;
  const replica = resource.kind === "primitive" ? resource.replica : null;
  return replica === null || replica.child === resource;
}

/**
 * Whether agreeing in the colocation's node attribute just means being the same node, for both resources; only that
 * nameless nodes agree with one another.
 */
export function meansSameNode(
  state: ClusterState,
  colocation: Colocation,
  left: Resource,
  right: Resource,
): boolean {
  if (colocation.nodeAttribute !== "#uname") return false;
  const { hasGuests, hasUniqueNames } = placementMemory(state);
  if (!hasUniqueNames) return false;
  return !hasGuests || !(mayLookThroughGuests(left) || mayLookThroughGuests(right));
}

/** Whether some guest node may look like its host to the resource. */
function mayLookThroughGuests(resource: Resource): boolean {
  return targetsHost(resource) || looksThroughBundleNodes(resource);
}

/** What is set for a bundle's contents holds for all parts of the bundle. */
function targetsHost(resource: Resource): boolean {
  const name = "container-attribute-target";
  const target = resource.meta.get(name) ?? enclosingBundle(resource)?.meta.get(name);
  return target !== undefined && lowerAscii(target) === "host";
}

/** The node inside a bundle's container. */
export function isBundleNode(node: ClusterNode): boolean {
  return node.connection !== null && node.connection.replica !== null;
}
