import { addScores, clampScore, INFINITY, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import type { ClusterNode } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { Group, Primitive, Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { applyToBundlePrimary } from "./bundle-primary.js";
import { hasUsableEntry } from "./candidates.js";
import { applyToClonePrimary } from "./clone-primary.js";
import { colocationValue, meansSameNode } from "./node-attribute.js";
import { hasName } from "./placement-memory.js";
import { replaceTable } from "./score-change.js";

/** What a primary acts on: where its dependent is placed, or (once it is placed) whether it is promoted. */
export type ColocationPurpose = "placement" | "role";

/**
 * Lets the primary of a colocation act on a dependent, after the primary has been assigned: on its node table
 * while it is being placed, on its priority for promotion while roles are chosen.
 *
 * Source: Pacemaker Explained, "Placing Resources Relative to other Resources".
 *
 * @returns what was added to the dependent's promotion priority; 0 for placement
 */
export function applyColocation(
  state: ClusterState,
  dependent: Resource,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (dependent.kind === "primitive") {
    return applyToPrimary(state, dependent, colocation.primary, colocation, purpose);
  }
  // Clones and bundles are never placed as such, only their instances.
  return dependent.kind === "group" ? applyToGroup(state, dependent, colocation, purpose) : 0;
}

/** As {@link applyColocation}, with a certain resource (an instance, say) in the place of the configured primary. */
export function applyToPrimary(
  state: ClusterState,
  dependent: Primitive,
  primary: Resource,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  switch (primary.kind) {
    case "primitive":
      return applyToPrimitivePrimary(state, dependent, primary, colocation, purpose);
    case "group":
      return applyToGroupPrimary(state, dependent, primary, colocation, purpose);
    case "clone":
      return applyToClonePrimary(state, dependent, primary, colocation, purpose);
    case "bundle":
      return applyToBundlePrimary(state, dependent, primary, colocation, purpose);
  }
}

/** The first member is placed for its whole group; without `collocated` every member is on its own. */
function applyToGroup(
  state: ClusterState,
  group: Group,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (!group.collocated && colocation.score >= INFINITY) return 0;
  const members = group.collocated ? group.children.slice(0, 1) : group.children;
  let sum = clampScore(0);
  for (const member of members) {
    const added = applyToPrimary(state, member, colocation.primary, colocation, purpose);
    sum = addScores(sum, clampScore(added));
  }
  if (purpose === "role") group.priority = addScores(clampScore(group.priority), sum);
  return sum;
}

/** A group is where its last member is, but what only prefers to be with it looks at its first. */
function applyToGroupPrimary(
  state: ClusterState,
  dependent: Primitive,
  group: Group,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (!group.assigned) return 0;
  const mandatory = colocation.score >= INFINITY;
  if (group.collocated) {
    const member = mandatory ? group.children.at(-1) : group.children[0];
    return member === undefined ? 0 : applyToPrimitivePrimary(state, dependent, member, colocation, purpose);
  }
  if (mandatory) return 0;
  let sum = clampScore(0);
  for (const member of group.children) {
    const added = applyToPrimitivePrimary(state, dependent, member, colocation, purpose);
    sum = addScores(sum, clampScore(added));
  }
  return sum;
}

function applyToPrimitivePrimary(
  state: ClusterState,
  dependent: Primitive,
  primary: Primitive,
  colocation: Colocation,
  purpose: ColocationPurpose,
): number {
  if (!primary.assigned) return 0;
  const { dependentRole, primaryRole } = colocation;
  const primaryInRole = primaryRole === Role.Unknown || primaryRole === placedRole(primary);
  if (purpose === "role") {
    // A primary without a node has no role that could be the wrong one.
    const counts = primaryInRole || primary.assignedNode === null;
    return counts ? applyToPriority(dependent, primary, colocation) : 0;
  }
  const dependentInRole = dependentRole === Role.Unknown || dependentRole === placedRole(dependent);
  // Roles of contents that have their place already are no matter of placement any more.
  const isPlaced = dependent.assigned || (dependentRole !== Role.Unknown && roleHolder(dependent).assigned);
  if (primaryInRole && dependentInRole && !isPlaced) {
    applyToTable(state, dependent, primary, colocation);
  }
  return 0;
}

function placedRole(primitive: Primitive): Role {
  return roleHolder(primitive).nextRole;
}

/** Whose role the role filters of a colocation look at: for a bundle's container, its contents. */
function roleHolder(primitive: Primitive): Primitive {
  const { replica } = primitive;
  return replica?.container === primitive ? (replica.child ?? primitive) : primitive;
}

function applyToPriority(dependent: Primitive, primary: Primitive, colocation: Colocation): Score {
  const { dependentRole, nodeAttribute, score } = colocation;
  const none = clampScore(0);
  if (dependentRole !== Role.Promoted && dependentRole !== Role.Unpromoted) return none;
  // The first member of a group may be nowhere though other members are somewhere.
  if (dependent.assignedNode === null) return none;
  const agrees =
    assignedValue(dependent, nodeAttribute, dependent) === assignedValue(primary, nodeAttribute, primary);
  if (!agrees) {
    if (score < INFINITY || dependentRole !== Role.Promoted) return none;
    dependent.priority = MINUS_INFINITY;
    return MINUS_INFINITY;
  }
  const added = dependentRole === Role.Promoted ? score : clampScore(-score);
  dependent.priority = addScores(clampScore(dependent.priority), added);
  return added;
}

/** The attribute's value where the resource was assigned to; undefined if nowhere. */
function assignedValue(resource: Primitive, attribute: string, viewer: Primitive): string | undefined {
  const node = resource.assignedNode;
  return node === null ? undefined : colocationValue(node, attribute, viewer);
}

/** A finite score must not take the dependent its last usable node; then it has no effect at all. */
function applyToTable(
  state: ClusterState,
  dependent: Primitive,
  primary: Primitive,
  colocation: Colocation,
): void {
  const { score } = colocation;
  const node = primary.assignedNode;
  if (node === null && score < 0) return;
  const table = dependent.allowedNodes.copy();
  if (node === null) {
    for (const candidate of state.nodes) table.addScore(candidate, clampScore(-score));
  } else if (hasName(node) && meansSameNode(state, colocation, dependent, primary)) {
    if (score >= INFINITY) table.forbidOthers(node);
    else table.addScore(node, score);
  } else {
    const agrees = agreement(dependent, primary, node, colocation);
    for (const candidate of state.nodes) adjust(table, candidate, score, agrees(candidate));
  }
  const mandatory = score >= INFINITY || score <= MINUS_INFINITY;
  if (mandatory || hasUsableEntry(state, table)) replaceTable(state, dependent, table, colocation);
}

/** A mandatory colocation adds nothing where the two agree, it only forbids the rest. */
function adjust(table: NodeTable, node: ClusterNode, score: Score, agrees: boolean): void {
  if (score >= INFINITY) {
    if (!agrees) table.setScore(node, MINUS_INFINITY);
  } else if (agrees) table.addScore(node, score);
}

/** A test for nodes that agree with the primary's in the colocation's attribute; unset values agree. */
function agreement(
  dependent: Primitive,
  primary: Primitive,
  primaryNode: ClusterNode,
  colocation: Colocation,
): (candidate: ClusterNode) => boolean {
  const { nodeAttribute } = colocation;
  const value = colocationValue(primaryNode, nodeAttribute, primary);
  return (candidate) => colocationValue(candidate, nodeAttribute, dependent) === value;
}
