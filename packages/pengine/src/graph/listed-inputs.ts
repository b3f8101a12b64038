import type { Action } from "../model/action.js";
import { Order, type OrderSet } from "../model/ordering.js";

/** An ordering into an action; `set` is emptied when the ordering turns out to be void. */
export interface Input {
  readonly action: Action;
  set: OrderSet;
}

/** All orderings from one action into another. */
export interface VisitedInput extends Input {
  /** Whether the action waits for it. */
  listed: boolean;
}

const none: readonly never[] = [];
const weak: OrderSet = Order.seq | Order.graphThen | Order.graphFirst;

/**
 * Whether an action waits for an input in the graph. The rules are tested in this order; those for load and
 * anti-colocation void the ordering for good when it does not apply.
 */
export function isListed(then: Action, input: Input): boolean {
  const { action: first, set } = input;
  if (set === 0) return false;
  if (!first.runnable) {
    if ((set & ~weak) === 0) return false;
    if ((set & Order.count) !== 0) return false;
    if ((set & Order.migrateGate) !== 0) return false;
  }
  if ((set & Order.unlessMigrating) !== 0 && first.migratable) return false;
  if (set === Order.seq && first.migratable && first.keyTask === "stop") return false;
  if (set === Order.load) return isLoadListed(then, input);
  if (set === Order.anti) return isAntiListed(then, input);
  if (then.resource?.kind === "clone" && isStuckStop(then, first)) return false;
  return !first.optional || first.alwaysGraphed || first.graphed;
}

/** A live migration waits for capacity on its target only; everything else on its own node. */
function isLoadListed(then: Action, input: Input): boolean {
  const { action: first } = input;
  if (then.task === "migrate_to" && then.resource?.kind === "primitive") {
    if (first.node !== null && first.node === then.resource.assignedNode) return true;
  } else if (first.node !== null && first.node === then.node && !first.optional) {
    return true;
  }
  input.set = 0;
  return false;
}

function isAntiListed(then: Action, input: Input): boolean {
  const { action: first } = input;
  const apart = first.node !== null && then.node !== null && first.node !== then.node;
  if (!apart && !first.optional) return true;
  input.set = 0;
  return false;
}

/** A failed, unmanaged resource will not be stopped: a clone's points don't wait for it. */
function isStuckStop(then: Action, first: Action): boolean {
  const resource = first.resource;
  return (
    resource !== null &&
    resource !== then.resource &&
    first.keyTask === "stop" &&
    resource.failed &&
    !resource.managed
  );
}

/**
 * An action's inputs by ascending number, several orderings from the same action made one with all their
 * properties.
 */
export function mergeInputs({ inputs }: Action): readonly VisitedInput[] {
  if (inputs.length === 0) return none;
  const merged: VisitedInput[] = [];
  let last: VisitedInput | undefined;
  for (const { action, set } of isAscending(inputs) ? inputs : inputs.toSorted(byNumber)) {
    if (last?.action === action) last.set |= set;
    else {
      last = { action, set, listed: false };
      merged.push(last);
    }
  }
  return merged;
}

function isAscending(inputs: readonly Input[]): boolean {
  let number = 0;
  for (const { action } of inputs) {
    if (action.id < number) return false;
    number = action.id;
  }
  return true;
}

function byNumber(left: Input, right: Input): number {
  return left.action.id - right.action.id;
}
