import { addScores, clampScore, INFINITY } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import type { ClusterNode } from "../model/node.js";
import type { Bundle, Primitive, Replica } from "../model/resource.js";
import { hasBlockedPart, isCollective } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { applyToPrimary, type ColocationPurpose } from "./apply-colocation.js";
import { sortedCandidates } from "./candidates.js";
import { keepTo, stopWithoutPartner, unblockedLocations } from "./clone-primary.js";
import { isBundleNode } from "./node-attribute.js";

/**
 * Lets a bundle, as the primary of a colocation, act on a dependent: its containers stand for it.
 *
 * @returns what was added to the dependent's promotion priority
 */
export function applyToBundlePrimary(
  state: ClusterState,
  dependent: Primitive,
  bundle: Bundle,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (!bundle.assigned) return 0;
  if (isCollective(colocation.dependent)) {
    const container = pairedContainer(state, dependent, bundle);
    if (container !== null) return applyToPrimary(state, dependent, container, colocation, purpose);
    if (colocation.score >= INFINITY) stopWithoutPartner(state, dependent);
    return 0;
  }
  if (colocation.score >= INFINITY) {
    const replicas = bundle.replicas.filter((replica) => hasRole(replica, colocation.primaryRole));
    const containers = replicas.map((replica) => replica.container);
    keepTo(state, dependent, unblockedLocations(containers), colocation);
    return 0;
  }
  let sum = clampScore(0);
  for (const { container } of bundle.replicas) {
    const added = applyToPrimary(state, dependent, container, colocation, purpose);
    sum = addScores(sum, clampScore(added));
  }
  return sum;
}

function hasRole({ child }: Replica, role: Role): boolean {
  return role !== Role.Promoted || child?.nextRole === Role.Promoted;
}

/** The first container on the dependent's node, or on the best of its candidate nodes that has one. */
function pairedContainer(state: ClusterState, dependent: Primitive, bundle: Bundle): Primitive | null {
  const nodes = dependent.assigned
    ? dependent.assignedNode === null
      ? []
      : [dependent.assignedNode]
    : sortedCandidates(state, dependent.allowedNodes, null);
  for (const node of nodes) {
    const host = hostOf(node);
    // What is on the node of a container that is nowhere may be with any.
    const replica = bundle.replicas.find(
      ({ container }) =>
        container.assignedNode !== null &&
        container.assignedNode === (host ?? container.assignedNode) &&
        !hasBlockedPart(container),
    );
    if (replica !== undefined) return replica.container;
  }
  return null;
}

/** A bundle's node is where its container has been assigned to. */
function hostOf(node: ClusterNode): ClusterNode | null {
  if (!isBundleNode(node)) return node;
  return node.connection?.replica?.container.assignedNode ?? null;
}
