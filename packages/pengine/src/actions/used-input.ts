import type { Action } from "../model/action.js";
import { type Link, Order, type OrderSet } from "../model/ordering.js";
import { enclosingClone } from "../model/resource-tree.js";

/** Properties that only say what is shown and in what sequence. */
const SEQUENCE = Order.seq | Order.graphThen | Order.graphFirst;

/**
 * Whether an input will be waited for in the graph. Inputs that matter only on the same node, or only if they
 * happen, are made void here where they do not.
 */
export function isInputUsed(action: Action, link: Link): boolean {
  const { action: input, set } = link;
  if (set === 0 || isPointless(input, set)) return false;
  if (
    (set === Order.load && !isLoadUsed(action, input)) ||
    (set === Order.anti && !isAntiUsed(action, input))
  ) {
    link.set = 0;
    return false;
  }
  if (set === Order.load || set === Order.anti) return true;
  if (isHeldStop(action, input)) return false;
  return !input.optional || input.alwaysGraphed || input.graphed;
}

/** Inputs that cannot happen, or happen otherwise, where that does not matter to the action. */
function isPointless(input: Action, set: OrderSet): boolean {
  if (!input.runnable) {
    if ((set & ~SEQUENCE) === 0 || (set & (Order.count | Order.migrateGate)) !== 0) return true;
  }
  if (!input.migratable) return false;
  if ((set & Order.unlessMigrating) !== 0) return true;
  return set === Order.seq && input.keyTask === "stop" && input.intervalMs === 0;
}

/** A migration needs the capacity of its target, everything else that of its own node, if it is being freed. */
function isLoadUsed(action: Action, input: Action): boolean {
  if (action.resource !== null && action.task === "migrate_to") {
    return input.node !== null && input.node === action.resource.assignedNode;
  }
  return input.node === action.node && !input.optional;
}

function isAntiUsed(action: Action, input: Action): boolean {
  const apart = input.node !== null && action.node !== null && input.node !== action.node;
  return !apart && !input.optional;
}

/** A clone does not wait for another resource that failed and is not to be touched. */
function isHeldStop(action: Action, input: Action): boolean {
  if (action.resource === null || input.resource === null || action.resource === input.resource) return false;
  if (input.keyTask !== "stop" || input.intervalMs !== 0 || enclosingClone(action.resource) === null)
    return false;
  return input.resource.failed && !input.resource.managed;
}
