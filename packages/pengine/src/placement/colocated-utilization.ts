import { INFINITY } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import type { Clone, Group, Primitive, Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { colocationsAsDependent, colocationsAsPrimary } from "./colocation-lists.js";
import { type Amounts, addAmounts } from "./utilization.js";

/**
 * What a primitive and everything still unassigned that must be with it need together.
 * Regression cases colocated-utilization-*.
 */
export function requiredAmounts(state: ClusterState, primitive: Primitive): Amounts {
  const together = colocatedResources(state, primitive);
  const sum = new Map<string, number>();
  addAmounts(sum, primitive.utilization);
  for (const resource of together) {
    if (resource !== primitive && !resource.assigned) addUnassigned(sum, resource, together);
  }
  return sum;
}

/** The resources that mandatory colocations tie to a primitive, in either direction, itself included. */
function colocatedResources(state: ClusterState, primitive: Primitive): Set<Resource> {
  const found = new Set<Resource>([primitive]);
  // A set is walked in order of insertion, including what is added on the way.
  for (const resource of found) {
    if (resource.kind === "group" && (resource.collocated || resource.parent?.kind === "clone")) {
      for (const member of resource.children) found.add(member);
      continue;
    }
    for (const colocation of colocationsAsDependent(state, resource)) {
      if (applies(colocation, resource, colocation.primary)) found.add(colocation.primary);
    }
    for (const colocation of colocationsAsPrimary(state, resource)) {
      // Which instance of a clone a single dependent would be with cannot be known.
      if (resource.kind === "clone" && colocation.dependent.kind !== "clone") continue;
      if (applies(colocation, colocation.dependent, resource)) found.add(colocation.dependent);
    }
  }
  return found;
}

/** @param dependent,primary the resource reached (an instance, say) in the place of the configured one */
function applies(colocation: Colocation, dependent: Resource, primary: Resource): boolean {
  const { score, dependentRole, primaryRole } = colocation;
  if (score < INFINITY) return false;
  if (dependentRole !== Role.Unknown && dependentRole !== dependent.nextRole) return false;
  return primaryRole === Role.Unknown || primaryRole === primary.nextRole;
}

function addUnassigned(sum: Map<string, number>, resource: Resource, together: ReadonlySet<Resource>): void {
  switch (resource.kind) {
    case "primitive":
      if (!resource.assigned) addAmounts(sum, resource.utilization);
      return;
    case "group":
      return addGroup(sum, resource, together);
    case "clone":
      return addClone(sum, resource, together);
    case "bundle": {
      // The first container, whether or not it is the one being placed.
      const container = resource.replicas[0]?.container;
      if (container !== undefined) addUnassigned(sum, container, together);
    }
  }
}

function addGroup(sum: Map<string, number>, group: Group, together: ReadonlySet<Resource>): void {
  const members =
    group.collocated || group.parent?.kind === "clone" ? group.children : group.children.slice(0, 1);
  for (const member of members) {
    if (!member.assigned && !together.has(member)) addAmounts(sum, member.utilization);
  }
}

/** One instance stands for the clone, unless one is counted already. */
function addClone(sum: Map<string, number>, clone: Clone, together: ReadonlySet<Resource>): void {
  if (clone.children.some((instance) => together.has(instance))) return;
  const touched = clone.children.find(
    (instance) => instance.kind === "group" && instance.children.some((member) => together.has(member)),
  );
  const instance = touched ?? clone.children[0];
  if (instance !== undefined) addUnassigned(sum, instance, together);
}
