import { parseBoolean, type Score, type XmlElement } from "@sanode/cib";
import type { Resource } from "../model/resource.js";
import type { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { addColocation, readColocationRole, readColocationScore } from "./colocation.js";
import { constrainedResource } from "./resolve.js";
import { isSequential, type ResourceSet } from "./sets.js";
import { ignore } from "./warn.js";

/** Colocations inside each set, then between the previous set and it, set by set. */
export function readColocationSets(
  state: ClusterState,
  constraint: XmlElement,
  sets: readonly ResourceSet[],
): void {
  let previous: ResourceSet | null = null;
  for (const set of sets) {
    relateMembers(state, constraint, set);
    if (previous !== null) relateSets(state, constraint, previous, set);
    previous = set;
  }
}

/** Inside a set; an unknown reference ends the set's processing, pairs made before it stay. */
function relateMembers(state: ClusterState, constraint: XmlElement, set: ResourceSet): void {
  const score = readColocationScore(state, constraint, set.attributes.score ?? constraint.attributes.score);
  const role = readColocationRole(state, constraint, set.attributes.role);
  if (score === undefined || score === 0 || role === undefined || !isSequential(set)) return;
  const ordering = set.attributes.ordering?.toLowerCase();
  const listed = ordering !== undefined && ordering !== "group";
  const earlier: Resource[] = [];
  for (const id of set.references) {
    const resource = constrainedResource(state, id);
    if (resource === undefined) return unknown(state, constraint, id);
    const partners = score < 0 ? untilItself(earlier, resource) : earlier.slice(-1);
    for (const partner of partners) {
      const [dependent, primary] = score > 0 && listed ? [partner, resource] : [resource, partner];
      pair(state, constraint, set.id, score, dependent, primary, role, role, resource.critical);
    }
    earlier.push(resource);
  }
}

/** What is named before, but nothing from a resource's own first mention on: what is named again is apart from no more. */
function untilItself(earlier: readonly Resource[], resource: Resource): readonly Resource[] {
  const position = earlier.indexOf(resource);
  return position < 0 ? earlier : earlier.slice(0, position);
}

/**
 * Between two sets: dependents come from the first, primaries from the second. Of a sequential first set only
 * the first member counts, of a sequential second set only the last.
 */
export function relateSets(
  state: ClusterState,
  constraint: XmlElement,
  first: ResourceSet,
  second: ResourceSet,
): void {
  const score = readColocationScore(state, constraint, constraint.attributes.score);
  const dependentRole = readColocationRole(state, constraint, first.attributes.role);
  const primaryRole = readColocationRole(state, constraint, second.attributes.role);
  if (score === undefined || score === 0 || dependentRole === undefined || primaryRole === undefined) return;
  const dependents = isSequential(first) ? first.references.slice(0, 1) : first.references;
  const primaries = isSequential(second) ? second.references.slice(-1) : second.references;
  for (const dependentId of dependents) {
    const dependent = constrainedResource(state, dependentId);
    if (dependent === undefined) {
      unknown(state, constraint, dependentId);
      continue;
    }
    for (const primaryId of primaries) {
      const primary = constrainedResource(state, primaryId);
      if (primary === undefined) unknown(state, constraint, primaryId);
      else {
        const id = constraint.attributes.id ?? "";
        pair(
          state,
          constraint,
          id,
          score,
          dependent,
          primary,
          dependentRole,
          primaryRole,
          dependent.critical,
        );
      }
    }
  }
}

function pair(
  state: ClusterState,
  constraint: XmlElement,
  id: string,
  score: Score,
  dependent: Resource,
  primary: Resource,
  dependentRole: Role,
  primaryRole: Role,
  critical: boolean,
): void {
  addColocation(state, {
    id,
    score,
    nodeAttribute: "#uname",
    dependent,
    primary,
    dependentRole,
    primaryRole,
    influence: parseBoolean(constraint.attributes.influence) ?? critical,
    explicit: true,
  });
}

function unknown(state: ClusterState, constraint: XmlElement, id: string): void {
  ignore(state, constraint, "unknown-resource", `no resource '${id}'`);
}
