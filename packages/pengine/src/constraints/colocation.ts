import { parseBoolean, parseScore, type Score, type XmlElement } from "@sanode/cib";
import { healthScores } from "../input/health-scores.js";
import type { Colocation } from "../model/colocation.js";
import { Order } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { parseRole, Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { orderTasks } from "../request/orderings.js";
import { readColocationSets, relateSets } from "./colocation-sets.js";
import { resolveReference } from "./resolve.js";
import { readSets, type SideSet, sideSet } from "./sets.js";
import { ignore } from "./warn.js";

const NEVER = -1_000_000;

/**
 * Records a colocation with both of its resources and, if it forbids being together, the orderings by which
 * one leaves before the other comes. Source: Pacemaker Explained, "Placing Resources Relative to other
 * Resources"; regression cases anti-colocation-*.
 */
export function addColocation(state: ClusterState, colocation: Omit<Colocation, "kind">): Colocation {
  const record: Colocation = { kind: "colocation", ...colocation };
  state.colocations.push(record);
  insertSorted(record.dependent.asDependent, record, (entry) => entry.primary);
  insertSorted(record.primary.asPrimary, record, (entry) => entry.dependent);
  if (record.score <= NEVER) {
    orderAntiColocation(
      state,
      record,
      record.dependent,
      record.dependentRole,
      record.primary,
      record.primaryRole,
    );
    orderAntiColocation(
      state,
      record,
      record.primary,
      record.primaryRole,
      record.dependent,
      record.dependentRole,
    );
  }
  return record;
}

/** A new colocation goes before existing ones that compare equal, so that of equals the latest comes first. */
export function insertSorted(
  list: Colocation[],
  colocation: Colocation,
  other: (colocation: Colocation) => Resource,
): void {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry !== undefined && compareColocated(other(entry), other(colocation)) < 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, colocation);
}

const kindRank = { bundle: 0, clone: 1, group: 2, primitive: 3 } as const;

/** Higher priority, then bundle, clone, group, primitive, then promotable clones, then the smaller id. */
export function compareColocated(left: Resource, right: Resource): number {
  if (left.priority !== right.priority) return left.priority > right.priority ? -1 : 1;
  if (left.kind !== right.kind) return kindRank[left.kind] - kindRank[right.kind];
  if (left.kind === "clone" && left.promotable !== right.promotable) return left.promotable ? -1 : 1;
  return left.id === right.id ? 0 : left.id < right.id ? -1 : 1;
}

function orderAntiColocation(
  state: ClusterState,
  colocation: Colocation,
  first: Resource,
  firstRole: Role,
  then: Resource,
  thenRole: Role,
): void {
  for (const lose of losing(firstRole)) {
    for (const gain of gaining(thenRole)) {
      orderTasks(state, first, lose, then, gain, Order.anti, colocation.id);
    }
  }
}

/** The tasks by which a resource stops having the role that a colocation speaks of. */
function losing(role: Role): readonly string[] {
  if (role === Role.Promoted) return ["demote"];
  return role === Role.Unpromoted ? ["stop", "promote"] : ["stop"];
}

function gaining(role: Role): readonly string[] {
  if (role === Role.Promoted) return ["promote"];
  return role === Role.Unpromoted ? ["start", "demote"] : ["start"];
}

/** Reads one `rsc_colocation` in any of its forms. */
export function readColocation(state: ClusterState, constraint: XmlElement): void {
  const { id, rsc, "with-rsc": withRsc } = constraint.attributes;
  if (id === undefined) return ignore(state, constraint, "missing-id", "colocation constraint without id");
  const sets = readSets(state, constraint);
  if (sets.length > 0) return readColocationSets(state, constraint, sets);
  if (rsc === undefined || withRsc === undefined) {
    return ignore(state, constraint, "incomplete", "colocation needs both rsc and with-rsc");
  }
  const dependent = resolveReference(state, rsc);
  const primary = resolveReference(state, withRsc);
  if (dependent === undefined || primary === undefined) {
    const unknown = dependent === undefined ? rsc : withRsc;
    return ignore(state, constraint, "unknown-resource", `no resource, template or tag '${unknown}'`);
  }
  if (dependent.kind === "list" || primary.kind === "list")
    return readTagged(state, constraint, rsc, withRsc);
  readSimple(state, constraint, dependent.resource, primary.resource);
}

function readSimple(
  state: ClusterState,
  constraint: XmlElement,
  dependent: Resource,
  primary: Resource,
): void {
  const { id = "", "node-attribute": nodeAttribute = "#uname", influence } = constraint.attributes;
  const score = readColocationScore(state, constraint, constraint.attributes.score);
  const dependentRole = readColocationRole(state, constraint, constraint.attributes["rsc-role"]);
  const primaryRole = readColocationRole(state, constraint, constraint.attributes["with-rsc-role"]);
  if (score === undefined || score === 0 || dependentRole === undefined || primaryRole === undefined) return;
  addColocation(state, {
    id,
    score,
    nodeAttribute,
    dependent,
    primary,
    dependentRole,
    primaryRole,
    influence: parseBoolean(influence) ?? dependent.critical,
    explicit: true,
  });
}

/** One side (not both) is a template or tag: each of its resources with the other side. */
function readTagged(state: ClusterState, constraint: XmlElement, rsc: string, withRsc: string): void {
  const roles = [constraint.attributes["rsc-role"], constraint.attributes["with-rsc-role"]] as const;
  const dependent = side(state, rsc, roles[0]);
  const primary = side(state, withRsc, roles[1]);
  if (dependent === undefined || primary === undefined) return;
  if (dependent.isList && primary.isList) {
    return ignore(state, constraint, "two-tags", "only one side of a colocation can be a template or tag");
  }
  relateSets(state, constraint, dependent.set, primary.set);
}

function side(state: ClusterState, id: string, role: string | undefined): SideSet | undefined {
  return sideSet(state, id, role === undefined ? {} : { role });
}

/** A colocation's score: 0 if absent (it is then ignored), undefined if invalid. */
export function readColocationScore(
  state: ClusterState,
  constraint: XmlElement,
  text: string | undefined,
): Score | undefined {
  const score = parseScore(text ?? "0", undefined, healthScores(state.options));
  if (score === undefined) ignore(state, constraint, "invalid-score", `'${text}' is not a score`);
  return score;
}

/** A role filter: none and Started mean any role; undefined if the text is no role. */
export function readColocationRole(
  state: ClusterState,
  constraint: XmlElement,
  text: string | undefined,
): Role | undefined {
  if (text === undefined) return Role.Unknown;
  const role = parseRole(text);
  if (role === undefined) ignore(state, constraint, "invalid-role", `unknown role '${text}'`);
  return role === Role.Started ? Role.Unknown : role;
}
