import type { ClusterNode } from "./node.js";
import type { Bundle, Clone, Group, Primitive, Resource } from "./resource.js";
import { Role } from "./role.js";

/** The direct children of a resource in their current order; none for a primitive. */
export function childrenOf(resource: Resource): readonly Resource[] {
  return resource.kind === "primitive" ? [] : resource.children;
}

/** Visits the resource and everything below it, parents before children, in order. */
export function visitTree(resource: Resource, visit: (resource: Resource) => void): void {
  visit(resource);
  for (const child of childrenOf(resource)) visitTree(child, visit);
}

/** Visits the primitives at or below a resource, in order. */
export function visitPrimitives(resource: Resource, visit: (primitive: Primitive) => void): void {
  if (resource.kind === "primitive") visit(resource);
  else for (const child of resource.children) visitPrimitives(child, visit);
}

/** Whether the test holds for a primitive at or below the resource. */
export function somePrimitive(resource: Resource, test: (primitive: Primitive) => boolean): boolean {
  if (resource.kind === "primitive") return test(resource);
  return resource.children.some((child) => somePrimitive(child, test));
}

/**
 * The topmost ancestor, the resource itself if it has none. Climbing stops below a bundle, unless the
 * bundle itself is wanted.
 */
export function topAncestor(resource: Resource, options: { includeBundle?: boolean } = {}): Resource {
  let top = resource;
  while (top.parent !== null && (options.includeBundle === true || top.parent.kind !== "bundle")) {
    top = top.parent;
  }
  return top;
}

/** Whether `ancestor` is a parent, grandparent, ... of the resource (not the resource itself). */
export function isAncestor(ancestor: Resource, resource: Resource): boolean {
  for (let above = resource.parent; above !== null; above = above.parent) {
    if (above === ancestor) return true;
  }
  return false;
}

/** The clone at or above a resource, if any (a bundle's own clone included). */
export function enclosingClone(resource: Resource): Clone | null {
  for (let above: Resource | null = resource; above !== null; above = above.parent) {
    if (above.kind === "clone") return above;
  }
  return null;
}

/** The bundle at or above a resource, if any. */
export function enclosingBundle(resource: Resource): Bundle | null {
  for (let above: Resource | null = resource; above !== null; above = above.parent) {
    if (above.kind === "bundle") return above;
  }
  return null;
}

/** Clones and bundles: resources that exist in several copies. */
export function isCollective(resource: Resource): resource is Clone | Bundle {
  return resource.kind === "clone" || resource.kind === "bundle";
}

/** The instances of a collective: a clone's children, a bundle's containers by replica. */
export function instancesOf(collective: Clone | Bundle): readonly (Primitive | Group)[] {
  return collective.kind === "clone"
    ? collective.children
    : collective.replicas.map((replica) => replica.container);
}

/** Highest current role among the children of a group or clone; Unknown for a bundle. */
export function currentRoleOf(resource: Resource): Role {
  return roleOf(resource, "currentRole");
}

/** Highest next role among the children of a group or clone; Unknown for a bundle. */
export function nextRoleOf(resource: Resource): Role {
  return roleOf(resource, "nextRole");
}

function roleOf(resource: Resource, which: "currentRole" | "nextRole"): Role {
  if (resource.kind === "primitive") return resource[which];
  if (resource.kind === "bundle") return Role.Unknown;
  let highest: Role = Role.Unknown;
  for (const child of resource.children) {
    const role = roleOf(child, which);
    if (role > highest) highest = role;
  }
  return highest;
}

/** Whether failures or multiple activity of the resource must be cleared by fencing (`requires` fencing or unfencing). */
export function requiresFencing(resource: Resource): boolean {
  return resource.requires === "fencing" || resource.requires === "unfencing";
}

/**
 * The node where a resource counts as running now: the source of a partial migration; else the first active
 * node, but without `requires` fencing the first that is online and clean, if there is one. A resource whose partial
 * migration came from where it is not active any more counts as being on the first node too.
 */
export function currentNode(resource: Resource): ClusterNode | null {
  const source = resource.kind === "primitive" ? resource.partialMigrationSource : null;
  if (source !== null && resource.activeNodes.includes(source)) return source;
  const first = resource.activeNodes[0] ?? null;
  if (first === null || source !== null || requiresFencing(resource)) return first;
  return resource.activeNodes.find((node) => node.online && !node.unclean) ?? first;
}

/** All nodes that the assigned primitives at or below a resource are on, in order of meeting. */
export function assignedNodes(resource: Resource): ClusterNode[] {
  const nodes: ClusterNode[] = [];
  visitPrimitives(resource, (primitive) => {
    const node = primitive.assignedNode;
    if (node !== null && !nodes.includes(node)) nodes.push(node);
  });
  return nodes;
}

/** The one node that all assigned members share; null if there is none or more than one. */
export function assignedLocation(resource: Resource): ClusterNode | null {
  if (resource.kind === "primitive") return resource.assignedNode;
  const nodes = assignedNodes(resource);
  return nodes.length === 1 ? (nodes[0] ?? null) : null;
}

/** Whether any primitive at or below the resource is active somewhere. */
export function isActive(resource: Resource): boolean {
  return somePrimitive(resource, (primitive) => primitive.activeNodes.length > 0);
}

/** Whether the resource or anything below it carries the failed mark. */
export function hasFailedPart(resource: Resource): boolean {
  return resource.failed || childrenOf(resource).some(hasFailedPart);
}

/** Whether the resource or anything below it is blocked. */
export function hasBlockedPart(resource: Resource): boolean {
  return resource.blocked || childrenOf(resource).some(hasBlockedPart);
}
