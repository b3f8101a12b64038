import { isTrue, parseBoolean, type XmlElement } from "@sanode/cib";
import { Order } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { actionSide, addOrdering, orderTasks, taskSide } from "../request/orderings.js";
import { requestClusterAction } from "../request/request-action.js";
import {
  type Direction,
  invertTask,
  isSymmetric,
  type OrderKind,
  propertiesOf,
  readKind,
} from "./order-kind.js";
import { constrainedResource } from "./resolve.js";
import type { ResourceSet } from "./sets.js";
import { ignore } from "./warn.js";

/** A set with its references looked up. */
interface OrderedSet {
  readonly set: ResourceSet;
  readonly members: readonly Resource[];
  readonly task: string;
}

/** Orderings inside each set, then between the previous set and it, set by set. */
export function readOrderSets(
  state: ClusterState,
  constraint: XmlElement,
  sets: readonly ResourceSet[],
): void {
  const kind = readKind(state, constraint, constraint.attributes);
  const symmetric = isSymmetric(kind, constraint.attributes.symmetrical);
  let previous: OrderedSet | null = null;
  for (const set of sets) {
    const current = lookUp(state, constraint, set);
    if (current === undefined) return;
    orderMembers(state, constraint, current, kind);
    if (previous !== null) {
      orderSets(state, constraint, previous, current, kind, symmetric ? "forward" : "asymmetric");
      if (symmetric) orderInverse(state, constraint, previous, current, kind);
    }
    previous = current;
  }
}

/** Undefined if a reference is no resource: the constraint ends there, earlier sets keep their orderings. */
function lookUp(state: ClusterState, constraint: XmlElement, set: ResourceSet): OrderedSet | undefined {
  const members: Resource[] = [];
  for (const id of set.references) {
    const resource = constrainedResource(state, id);
    if (resource === undefined) {
      ignore(state, constraint, "unknown-resource", `no resource '${id}'`);
      return undefined;
    }
    members.push(resource);
  }
  return { set, members, task: set.attributes.action ?? "start" };
}

/** Inside a set: a chain, unless `sequential` is false; Serialize relates every pair, whatever `sequential` says. */
function orderMembers(
  state: ClusterState,
  constraint: XmlElement,
  { set, members, task }: OrderedSet,
  constraintKind: OrderKind,
): void {
  const own = set.attributes.kind !== undefined || set.attributes.score !== undefined;
  const kind = own ? readKind(state, constraint, set.attributes) : constraintKind;
  const symmetrical = set.attributes.symmetrical ?? constraint.attributes.symmetrical;
  const symmetric = isSymmetric(kind, symmetrical);
  const forward = propertiesOf(kind, symmetric ? "forward" : "asymmetric", task);
  if (kind === "Serialize") {
    for (const [position, member] of members.entries()) {
      for (const later of members.slice(position + 1)) {
        orderTasks(state, member, task, later, task, forward, set.id);
      }
    }
    return;
  }
  if (set.attributes.sequential !== undefined && parseBoolean(set.attributes.sequential) !== true) return;
  forNeighbours(members, (member, next) => orderTasks(state, member, task, next, task, forward, set.id));
  const inverse = symmetric ? invertTask(task) : undefined;
  if (inverse === undefined) return;
  const backward = propertiesOf(kind, "inverse", inverse);
  forNeighbours(members, (member, next) =>
    orderTasks(state, next, inverse, member, inverse, backward, set.id),
  );
}

function forNeighbours(
  members: readonly Resource[],
  visit: (member: Resource, next: Resource) => void,
): void {
  for (const [position, member] of members.entries()) {
    const next = members[position + 1];
    if (next !== undefined) visit(member, next);
  }
}

function orderInverse(
  state: ClusterState,
  constraint: XmlElement,
  previous: OrderedSet,
  current: OrderedSet,
  kind: OrderKind,
): void {
  const first = invertTask(current.task);
  const then = invertTask(previous.task);
  if (first === undefined || then === undefined) return;
  orderSets(state, constraint, { ...current, task: first }, { ...previous, task: then }, kind, "inverse");
}

/** Between two sets. `sequential` counts here only if it is explicitly true. */
function orderSets(
  state: ClusterState,
  constraint: XmlElement,
  first: OrderedSet,
  then: OrderedSet,
  kind: OrderKind,
  direction: Direction,
): void {
  const id = constraint.attributes.id ?? null;
  const set = propertiesOf(kind, direction, first.task);
  if (requiresOnlyOne(first)) return orderAfterOne(state, id, first, then, set);
  const inverse = direction === "inverse";
  const firsts = isExplicitlySequential(first) ? boundary(first, inverse ? "first" : "last") : first.members;
  const thens = isExplicitlySequential(then) ? boundary(then, inverse ? "last" : "first") : then.members;
  for (const one of firsts) {
    for (const other of thens) orderTasks(state, one, first.task, other, then.task, set, id);
  }
}

function isExplicitlySequential({ set }: OrderedSet): boolean {
  return isTrue(set.attributes.sequential);
}

function boundary({ members }: OrderedSet, which: "first" | "last"): readonly Resource[] {
  return which === "first" ? members.slice(0, 1) : members.slice(-1);
}

function requiresOnlyOne({ set, task }: OrderedSet): boolean {
  const requireAll = set.attributes["require-all"];
  return requireAll !== undefined && !isTrue(requireAll) && task !== "stop" && task !== "demote";
}

/** Any one member of the first set is enough: a counting pseudo-action stands between the sets. */
function orderAfterOne(
  state: ClusterState,
  id: string | null,
  first: OrderedSet,
  then: OrderedSet,
  set: number,
): void {
  const gate = requestClusterAction(state, `one-or-more:${first.set.id}`);
  gate.requiredRunnable = 1;
  for (const member of first.members) {
    addOrdering(state, taskSide(member, first.task), actionSide(gate), Order.count | Order.graphThen, id);
  }
  for (const member of then.members) {
    addOrdering(state, actionSide(gate), taskSide(member, then.task), set | Order.blockThen, id);
  }
}
