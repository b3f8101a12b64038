import { clampScore, INFINITY, MINUS_INFINITY } from "@sanode/cib";
import { type ClusterNode, isAvailable, isGuestNode } from "../model/node.js";
import type { Clone, Group, Primitive, Resource } from "../model/resource.js";
import { assignedLocation, currentRoleOf, nextRoleOf, visitTree } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { applyColocation } from "./apply-colocation.js";
import { colocationsAsDependent, colocationsAsPrimary, hasInfluence } from "./colocation-lists.js";
import { instanceComparison } from "./compare-instances.js";
import { mergePreferences } from "./merge.js";
import { mergeSort } from "./merge-sort.js";
import { addPriority, PromotionScores } from "./promotion-score.js";
import { forgetPreferences } from "./remembered-preferences.js";
import { addOwnNodeScore } from "./score-change.js";
import { colocationFactor } from "./weight.js";

type Instance = Primitive | Group;
type Priorities = Map<Instance, number>;

/**
 * Chooses which of a promotable clone's instances are promoted, once they have been placed.
 * Source: Pacemaker Explained, "Determining Which Instance is Promoted".
 */
export function chooseRoles(state: ClusterState, clone: Clone): void {
  clone.allowedNodes.clearCounters();
  const priorities = initialPriorities(state, clone);
  clone.choosingRoles = true;
  forgetPreferences(state, clone);
  finishPriorities(state, clone, priorities);
  clone.children = sortForPromotion(state, clone, priorities);
  clone.choosingRoles = false;
  forgetPreferences(state, clone);
  let promoted = 0;
  for (const instance of clone.children) {
    const priority = priorities.get(instance) ?? 0;
    const node = assignedLocation(instance);
    state.placementEvents?.push({ kind: "promotion", resource: instance, node, score: clampScore(priority) });
    const hasRoom = promoted < clone.promotedMax || !clone.managed;
    if (priority >= 0 && hasRoom && mayPromote(state, clone, instance)) {
      promote(clone, instance);
      promoted += 1;
    } else demote(instance);
  }
}

/** Each instance's wish to be promoted, by its own scores, constraints and colocations. */
function initialPriorities(state: ClusterState, clone: Clone): Priorities {
  const scores = new PromotionScores(clone);
  const priorities: Priorities = new Map();
  for (const instance of clone.children) {
    if (currentRoleOf(instance) === Role.Started) countAsUnpromoted(instance);
    const node = assignedLocation(instance);
    if (node === null) {
      priorities.set(instance, 0);
      continue;
    }
    // Colocations can take a member its place, but not its part in this.
    const nextRole = nextRoleOf(instance);
    setOwnPriority(scores, instance, nextRole, node);
    addRoleLocations(clone, instance, node);
    for (const colocation of colocationsAsDependent(state, instance)) {
      applyColocation(state, instance, colocation, "role");
    }
    priorities.set(instance, nextRole === Role.Promoted ? INFINITY : instance.priority);
  }
  return priorities;
}

function countAsUnpromoted(instance: Instance): void {
  visitTree(instance, (resource) => {
    if (resource.currentRole === Role.Started) resource.currentRole = Role.Unpromoted;
  });
}

function setOwnPriority(
  scores: PromotionScores,
  instance: Instance,
  nextRole: Role,
  node: ClusterNode,
): void {
  switch (nextRole) {
    case Role.Unknown:
    case Role.Started: {
      const score = scores.of(instance, node);
      instance.priority = score.isDefault ? -1 : score.value;
      return;
    }
    case Role.Stopped:
    case Role.Unpromoted:
      instance.priority = MINUS_INFINITY;
  }
}

/** Location constraints for the promoted role, of the instance and then of its clone, the newest first. */
function addRoleLocations(clone: Clone, instance: Instance, node: ClusterNode): void {
  for (const resource of [instance, clone]) {
    for (const location of [...resource.locations].reverse()) {
      if (location.role !== Role.Promoted) continue;
      const entry = location.entries.find((candidate) => candidate.node === node);
      if (entry !== undefined) instance.priority = addPriority(instance.priority, entry.score);
    }
  }
}

/** The clone's own table gathers priorities, dependents' wishes and tickets; it gives the final priorities. */
function finishPriorities(state: ClusterState, clone: Clone, priorities: Priorities): void {
  const table = clone.allowedNodes;
  for (const [instance, priority] of priorities) {
    const node = assignedLocation(instance);
    if (node === null || priority < 0 || !table.has(node)) continue;
    addOwnNodeScore(state, clone, node, clampScore(priority), { kind: "promotion", detail: instance.id });
  }
  mergePromotedDependents(state, clone);
  for (const { ticket, role } of clone.tickets) {
    if (role === Role.Promoted && (!ticket.granted || ticket.standby)) banOwn(state, clone, ticket.id);
  }
  for (const instance of priorities.keys()) {
    priorities.set(instance, finalPriority(clone, instance, priorities.get(instance) ?? 0));
  }
}

function mergePromotedDependents(state: ClusterState, clone: Clone): void {
  for (const colocation of colocationsAsPrimary(state, clone)) {
    if (colocation.primaryRole !== Role.Promoted || !hasInfluence(colocation)) continue;
    mergePreferences(state, {
      source: colocation.dependent,
      working: clone.allowedNodes,
      colocation,
      factor: colocationFactor(colocation),
      target: clone,
      nonNegative: true,
    });
  }
}

function banOwn(state: ClusterState, clone: Clone, ticket: string): void {
  for (const node of state.nodes) {
    addOwnNodeScore(state, clone, node, MINUS_INFINITY, { kind: "ticket", detail: ticket });
  }
}

function finalPriority(clone: Clone, instance: Instance, priority: number): number {
  if (!instance.managed && instance.nextRole === Role.Promoted) return INFINITY;
  const node = assignedLocation(instance);
  if (node === null) return MINUS_INFINITY;
  return priority < 0 ? priority : clone.allowedNodes.score(node);
}

function sortForPromotion(state: ClusterState, clone: Clone, priorities: Priorities): Instance[] {
  const compareInstances = instanceComparison(state, clone);
  return mergeSort(clone.children, (left, right) => {
    const byPriority = (priorities.get(right) ?? 0) - (priorities.get(left) ?? 0);
    if (byPriority !== 0) return byPriority;
    const byRole = currentRoleOf(right) - currentRoleOf(left);
    return byRole !== 0 ? byRole : compareInstances(left, right);
  });
}

function mayPromote(state: ClusterState, clone: Clone, instance: Instance): boolean {
  const frozen = !state.quorate && state.options.noQuorumPolicy === "freeze";
  if (frozen && currentRoleOf(instance) < Role.Promoted) return false;
  let possible = true;
  visitTree(instance, (resource) => {
    if (!isPromotable(clone, resource)) possible = false;
  });
  return possible;
}

function isPromotable(clone: Clone, resource: Resource): boolean {
  const node = assignedLocation(resource);
  if (node === null) return false;
  if (!resource.managed) return currentRoleOf(resource) === Role.Promoted;
  // A group as such has been judged by its wish to be promoted.
  if ((resource.kind === "primitive" && resource.priority < 0) || !isAvailable(node)) return false;
  const launcher = isGuestNode(node) ? (node.connection?.launcher ?? null) : null;
  if (launcher !== null && assignedLocation(launcher) === null) return false;
  return clone.allowedNodes.has(node) && clone.allowedNodes.counter(node) < clone.promotedNodeMax;
}

function promote(clone: Clone, instance: Instance): void {
  const node = assignedLocation(instance);
  if (node !== null) clone.allowedNodes.setCounter(node, clone.allowedNodes.counter(node) + 1);
  visitTree(instance, (resource) => {
    if (resource.nextRole === Role.Unknown) resource.nextRole = Role.Promoted;
  });
}

function demote(instance: Instance): void {
  visitTree(instance, (resource) => {
    resource.nextRole = isPlaced(resource) ? Role.Unpromoted : Role.Stopped;
  });
}

function isPlaced(resource: Resource): boolean {
  return assignedLocation(resource) !== null;
}
