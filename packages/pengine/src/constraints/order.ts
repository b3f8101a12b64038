import { isTrue, parseInteger, type XmlElement } from "@sanode/cib";
import { Order } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { childrenOf } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { actionSide, addOrdering, orderTasks, taskSide } from "../request/orderings.js";
import { requestClusterAction } from "../request/request-action.js";
import { invertTask, isSymmetric, propertiesOf, readKind } from "./order-kind.js";
import { readOrderSets } from "./order-sets.js";
import { resolveReference } from "./resolve.js";
import { readSets, sideSet } from "./sets.js";
import { ignore } from "./warn.js";

/** Reads one `rsc_order` in any of its forms (Pacemaker Explained, "Specifying the Order in which Resources Should Start/Stop"). */
export function readOrder(state: ClusterState, constraint: XmlElement): void {
  const { id, first, then } = constraint.attributes;
  if (id === undefined) return ignore(state, constraint, "missing-id", "order constraint without id");
  const sets = readSets(state, constraint);
  if (sets.length > 0) return readOrderSets(state, constraint, sets);
  if (first === undefined || then === undefined) {
    return ignore(state, constraint, "incomplete", "order constraint needs both first and then");
  }
  const firstReference = resolveReference(state, first);
  const thenReference = resolveReference(state, then);
  if (firstReference === undefined || thenReference === undefined) {
    const unknown = firstReference === undefined ? first : then;
    return ignore(state, constraint, "unknown-resource", `no resource, template or tag '${unknown}'`);
  }
  if (firstReference.kind === "list" || thenReference.kind === "list") {
    return readTagged(state, constraint, first, then);
  }
  readSimple(state, constraint, firstReference.resource, thenReference.resource);
}

function readTagged(state: ClusterState, constraint: XmlElement, first: string, then: string): void {
  const { "first-action": firstAction, "then-action": thenAction } = constraint.attributes;
  const firstSide = sideSet(state, first, firstAction === undefined ? {} : { action: firstAction });
  const thenSide = sideSet(state, then, thenAction === undefined ? {} : { action: thenAction });
  if (firstSide === undefined || thenSide === undefined) return;
  readOrderSets(state, constraint, [firstSide.set, thenSide.set]);
}

function readSimple(state: ClusterState, constraint: XmlElement, first: Resource, then: Resource): void {
  const { id = "", "first-action": firstTask = "start", symmetrical } = constraint.attributes;
  const thenTask = constraint.attributes["then-action"] ?? firstTask;
  const kind = readKind(state, constraint, constraint.attributes);
  const symmetric = isSymmetric(kind, symmetrical);
  const minimum = minimumInstances(constraint, first);
  // A clone can wait for a number of its own instances, though in vain.
  if (first === then && firstTask === thenTask && (symmetric || minimum === 0)) {
    return ignore(state, constraint, "self-order", "a resource's action cannot come before itself");
  }
  const set = propertiesOf(kind, symmetric ? "forward" : "asymmetric", firstTask);
  if (minimum > 0) orderAfterMinimum(state, id, first, firstTask, then, thenTask, set, minimum);
  else orderTasks(state, first, firstTask, then, thenTask, set, id);
  if (!symmetric) return;
  const inverseFirst = invertTask(thenTask);
  const inverseThen = invertTask(firstTask);
  if (inverseFirst === undefined || inverseThen === undefined) return;
  const inverseSet = propertiesOf(kind, "inverse", inverseFirst);
  orderTasks(state, then, inverseFirst, first, inverseThen, inverseSet, id);
}

/** How many instances of a clone must be up: `clone-min`, else 1 with `require-all` false, else 0 for "no such rule". */
function minimumInstances(constraint: XmlElement, first: Resource): number {
  if (first.kind !== "clone") return 0;
  const minimum = first.meta.get("clone-min");
  if (minimum !== undefined) return Math.max(0, parseInteger(minimum) ?? 0);
  const requireAll = constraint.attributes["require-all"];
  return requireAll !== undefined && !isTrue(requireAll) ? 1 : 0;
}

/** A counting pseudo-action stands between the instances and what follows them. */
function orderAfterMinimum(
  state: ClusterState,
  id: string,
  first: Resource,
  firstTask: string,
  then: Resource,
  thenTask: string,
  set: number,
  minimum: number,
): void {
  const gate = requestClusterAction(state, `clone-one-or-more:${id}`);
  gate.requiredRunnable = minimum;
  for (const instance of childrenOf(first)) {
    addOrdering(state, taskSide(instance, firstTask), actionSide(gate), Order.count | Order.graphThen, id);
  }
  addOrdering(state, actionSide(gate), taskSide(then, thenTask), set | Order.blockThen, id);
}
