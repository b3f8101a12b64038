import { addScores, clampScore, INFINITY, isTrue, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import type { ClusterNode } from "../model/node.js";
import type { Bundle, Clone, Group, Primitive, Resource } from "../model/resource.js";
import { assignedLocation, hasBlockedPart, isCollective, nextRoleOf } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { applyToPrimary, type ColocationPurpose } from "./apply-colocation.js";
import { assignTo } from "./assign-to.js";
import { compatibleInstance } from "./compatible-instance.js";
import { ownValue } from "./node-attribute.js";
import { addOwnNodeScore, setNodeScore } from "./score-change.js";

/**
 * Lets a clone, as the primary of a colocation, act on a dependent: by the role of its instances, by the one
 * instance that an interleaved dependent belongs to, by where its instances are, or by each of them in turn.
 *
 * @returns what was added to the dependent's promotion priority
 */
export function applyToClonePrimary(
  state: ClusterState,
  dependent: Primitive,
  clone: Clone,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (!clone.assigned) return 0;
  if (colocation.primaryRole !== Role.Unknown && clone.promotable) {
    if (!dependent.assigned) return placeByRole(state, dependent, clone, colocation);
    if (colocation.dependentRole === Role.Promoted) return chooseByRole(state, dependent, clone, colocation);
  }
  if (isInterleaved(colocation, clone)) return applyInterleaved(state, dependent, clone, colocation, purpose);
  if (colocation.score >= INFINITY) {
    keepTo(state, dependent, unblockedLocations(clone.children), colocation);
    return 0;
  }
  let sum = clampScore(0);
  for (const instance of clone.children) {
    const added = applyToPrimary(state, dependent, instance, colocation, purpose);
    sum = addScores(sum, clampScore(added));
  }
  return sum;
}

/** Only instances that will have the primary role count; the dependent's own role is not looked at. */
function placeByRole(
  state: ClusterState,
  dependent: Primitive,
  clone: Clone,
  colocation: Colocation,
): number {
  const { score, primaryRole, dependentRole } = colocation;
  const inRole = clone.children.filter((instance) => nextRoleOf(instance) === primaryRole);
  if (score < INFINITY) {
    for (const instance of inRole) preferPlaceOf(state, dependent, instance, colocation);
  } else if (dependentRole !== Role.Promoted || primaryRole !== Role.Promoted) {
    keepTo(state, dependent, locationsOf(inRole), colocation);
    for (const instance of inRole) addInstanceScore(state, dependent, instance, colocation);
  }
  return 0;
}

/** By role guests count with their own attributes, even for what sees the hosts' otherwise. */
function preferPlaceOf(
  state: ClusterState,
  dependent: Primitive,
  instance: Resource,
  colocation: Colocation,
): void {
  const place = assignedLocation(instance);
  if (place === null) return;
  const { nodeAttribute } = colocation;
  const value = ownValue(place, nodeAttribute);
  for (const node of state.nodes) {
    if (!dependent.allowedNodes.has(node) || ownValue(node, nodeAttribute) !== value) continue;
    addOwnNodeScore(state, dependent, node, colocation.score, colocation);
  }
}

/** The score that the instance had on its node when it was assigned. */
function addInstanceScore(
  state: ClusterState,
  dependent: Primitive,
  instance: Primitive | Group,
  colocation: Colocation,
): void {
  const place = assignedLocation(instance);
  const assigned = instance.kind === "group" ? instance.children[0] : instance;
  const scores = assigned?.assignedScores ?? null;
  if (place === null || scores === null || !dependent.allowedNodes.has(place)) return;
  addOwnNodeScore(state, dependent, place, scores.score(place), colocation);
}

/** The dependent has its place; being with an instance in the primary role makes it worth promoting. */
function chooseByRole(
  state: ClusterState,
  dependent: Primitive,
  clone: Clone,
  colocation: Colocation,
): Score {
  const partner = compatibleInstance(state, dependent, clone, {
    when: "assigned",
    role: colocation.primaryRole,
    attribute: colocation.nodeAttribute,
  });
  if (partner !== null) {
    dependent.priority = addScores(clampScore(dependent.priority), colocation.score);
    return colocation.score;
  }
  if (colocation.score < INFINITY) return clampScore(0);
  dependent.priority = MINUS_INFINITY;
  return MINUS_INFINITY;
}

/** A collective dependent is paired instance by instance if it wants that and allows as many per node. */
function isInterleaved({ dependent }: Colocation, clone: Clone): boolean {
  if (!isCollective(dependent) || !isTrue(dependent.meta.get("interleave"))) return false;
  return perNode(dependent) === clone.nodeMax;
}

function perNode(collective: Clone | Bundle): number {
  return collective.kind === "clone" ? collective.nodeMax : collective.replicasPerHost;
}

function applyInterleaved(
  state: ClusterState,
  dependent: Primitive,
  clone: Clone,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  const partner = compatibleInstance(state, dependent, clone, { when: "assigned" });
  if (partner !== null) return applyToPrimary(state, dependent, partner, colocation, purpose);
  if (colocation.score >= INFINITY) stopWithoutPartner(state, dependent);
  return 0;
}

/** A mandatory partner is missing: the dependent is assigned to nothing at once. */
export function stopWithoutPartner(state: ClusterState, dependent: Primitive): void {
  assignTo(state, dependent, null, true);
  dependent.nextRole = Role.Stopped;
}

function locationsOf(instances: readonly Resource[]): Set<ClusterNode> {
  const places = new Set<ClusterNode>();
  for (const instance of instances) {
    const place = assignedLocation(instance);
    if (place !== null) places.add(place);
  }
  return places;
}

/** Where instances have been assigned to that nothing blocks. */
export function unblockedLocations(instances: readonly Resource[]): Set<ClusterNode> {
  return locationsOf(instances.filter((instance) => !hasBlockedPart(instance)));
}

/** Bans a dependent from every node but some. */
export function keepTo(
  state: ClusterState,
  dependent: Primitive,
  places: ReadonlySet<ClusterNode>,
  colocation: Colocation,
): void {
  for (const node of state.nodes) {
    if (!places.has(node)) setNodeScore(state, dependent, node, MINUS_INFINITY, colocation);
  }
}
