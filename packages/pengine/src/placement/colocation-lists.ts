import { INFINITY } from "@sanode/cib";
import { insertSorted } from "../constraints/colocation.js";
import type { Colocation } from "../model/colocation.js";
import type { PlacementMemory } from "../model/placement-memory.js";
import type { Bundle, Clone, Group, Resource } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { placementMemory } from "./placement-memory.js";

/** Which of its two sides a resource has in the colocations of a list. */
interface Side {
  readonly own: (resource: Resource) => readonly Colocation[];
  /** The resource at the other end, by which lists are sorted. */
  readonly other: (colocation: Colocation) => Resource;
  /** The member that stands for its group. */
  readonly edge: (group: Group) => Resource | undefined;
  /** Members behind an unmanaged one have to follow the group's mandatory primaries themselves. */
  readonly reachesBehindUnmanaged: boolean;
  readonly kept: (memory: PlacementMemory) => Map<Resource, readonly Colocation[]>;
}

const dependentSide: Side = {
  own: (resource) => resource.asDependent,
  other: (colocation) => colocation.primary,
  edge: (group) => group.children[0],
  reachesBehindUnmanaged: true,
  kept: (memory) => memory.asDependent,
};

const primarySide: Side = {
  own: (resource) => resource.asPrimary,
  other: (colocation) => colocation.dependent,
  edge: (group) => group.children.at(-1),
  reachesBehindUnmanaged: false,
  kept: (memory) => memory.asPrimary,
};

/**
 * The colocations that place a resource as dependent: its own, and what its group, clone or bundle hands
 * down to it, sorted by the primaries.
 */
export function colocationsAsDependent(state: ClusterState, resource: Resource): readonly Colocation[] {
  return colocations(state, resource, dependentSide);
}

/** The colocations in which a resource, or through it its group, clone or bundle, is the primary, sorted by the dependents. */
export function colocationsAsPrimary(state: ClusterState, resource: Resource): readonly Colocation[] {
  return colocations(state, resource, primarySide);
}

/**
 * Whether a dependent's preferences may move the primary: always while the primary is inactive, else as the
 * colocation's `influence` says. A bundle's connection moves nothing that is active in one place: neither the container it
 * runs in nor the connection to the guest that its container is on.
 *
 * @param primary a certain instance that stands for the configured primary
 */
export function hasInfluence(colocation: Colocation, primary: Resource = colocation.primary): boolean {
  const { dependent } = colocation;
  if (
    dependent.kind === "primitive" &&
    dependent.replica !== null &&
    dependent === dependent.replica.connection &&
    !primary.failed &&
    primary.activeNodes.length === 1
  ) {
    return false;
  }
  return colocation.influence || primary.activeNodes.length === 0;
}

/** To be called when a member of a group has become unmanaged, which changes what later members are colocated with. */
export function forgetGroupColocations(state: ClusterState, group: Group): void {
  const { asDependent } = placementMemory(state);
  for (const member of group.children) asDependent.delete(member);
}

function colocations(state: ClusterState, resource: Resource, side: Side): readonly Colocation[] {
  if (resource.parent === null && resource.kind !== "group") return side.own(resource);
  // What a bundle hands down to its contents depends on how far their placement has come.
  if (isBundled(resource)) return compose(resource, side);
  const memory = placementMemory(state);
  if (memory.colocationCount !== state.colocations.length) {
    memory.asDependent.clear();
    memory.asPrimary.clear();
    memory.colocationCount = state.colocations.length;
  }
  const kept = side.kept(memory);
  let list = kept.get(resource);
  if (list === undefined) {
    list = compose(resource, side);
    kept.set(resource, list);
  }
  return list;
}

function isBundled(resource: Resource): boolean {
  const clone = enclosingClone(resource);
  return clone !== null && clone.bundle !== null;
}

function compose(resource: Resource, side: Side): readonly Colocation[] {
  const list: Colocation[] = [...side.own(resource)];
  const { parent } = resource;
  if (resource.kind === "group") {
    if (parent !== null && parent.kind === "clone") addFromClone(list, parent, resource, side);
    if (resource.collocated) addFromMembers(list, resource, null, side);
  } else if (resource.kind === "clone") {
    addFromBundledClone(list, resource, resource, side);
  } else if (parent !== null) {
    if (parent.kind === "group") addFromGroup(list, parent, resource, side);
    else if (parent.kind === "clone") addFromClone(list, parent, resource, side);
    else if (parent.kind === "bundle") addFromBundle(list, parent, resource, side);
  }
  return list;
}

function addFromGroup(list: Colocation[], group: Group, member: Resource, side: Side): void {
  if (member === side.edge(group)) {
    addWhole(list, side.own(group), side);
    if (group.parent !== null && group.parent.kind === "clone") {
      addFromClone(list, group.parent, member, side);
    }
    if (group.collocated) addFromMembers(list, group, member, side);
  } else if (side.reachesBehindUnmanaged) {
    const mandatory = side.own(group).filter(({ score }) => score === INFINITY);
    if (mandatory.length === 0 || !isBehindUnmanaged(group, member)) return;
    for (const colocation of mandatory) insertSorted(list, colocation, side.other);
  }
}

function isBehindUnmanaged(group: Group, member: Resource): boolean {
  for (const earlier of group.children) {
    if (earlier === member) return false;
    if (!earlier.managed) return true;
  }
  return false;
}

/** What users configured for single members of a group concerns the whole group. */
function addFromMembers(list: Colocation[], group: Group, except: Resource | null, side: Side): void {
  for (const member of group.children) {
    if (member === except) continue;
    for (const colocation of side.own(member)) {
      if (colocation.explicit) insertSorted(list, colocation, side.other);
    }
  }
}

function addFromClone(list: Colocation[], clone: Clone, descendant: Resource, side: Side): void {
  addWhole(list, side.own(clone), side);
  addFromBundledClone(list, clone, descendant, side);
}

/** A bundle's colocations concern its contents only while they are given roles. */
function addFromBundledClone(list: Colocation[], clone: Clone, resource: Resource, side: Side): void {
  if (clone.bundle === null) return;
  const applies = resource === clone ? clone.choosingRoles : clone.promotable && resource.assigned;
  if (applies) addWhole(list, side.own(clone.bundle), side);
}

/** Of what a bundle consists of, only the containers stand for it. */
function addFromBundle(list: Colocation[], bundle: Bundle, part: Resource, side: Side): void {
  const isContainer = part.kind === "primitive" && part.replica !== null && part.replica.container === part;
  if (isContainer) addWhole(list, side.own(bundle), side);
}

/**
 * Adds the whole list of a group, clone or bundle. To a list that is not empty, the **first** of the added
 * ones is added as many times as there are, and the others are lost. That is hardly meant, but decides
 * placements (regression cases bundle-interleave-start, cancel-behind-moving-remote).
 */
function addWhole(list: Colocation[], added: readonly Colocation[], side: Side): void {
  const [first] = added;
  if (first === undefined) return;
  if (list.length === 0) list.push(...added);
  else for (let count = 0; count < added.length; count += 1) insertSorted(list, first, side.other);
}
