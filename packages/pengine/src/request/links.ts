import type { Action } from "../model/action.js";
import type { Ordering, OrderSet } from "../model/ordering.js";

/** From this many outputs on, an action keeps an index of them. */
const INDEXED_OUTPUTS = 16;

/**
 * Links two actions, unless a link from first to then shares a property with the set already (also one that
 * has been disabled since), the set is empty, or both are the same action. Several links between the same
 * actions may exist, with disjoint sets.
 *
 * @returns whether a link was made
 */
export function linkActions(
  first: Action,
  then: Action,
  set: OrderSet,
  ordering: Ordering | null = null,
): boolean {
  if (set === 0 || first === then || (linkedSet(first, then) & set) !== 0) return false;
  const output = first.outputs.length;
  first.outputs.push({ action: then, set, ordering, peer: then.inputs.length });
  then.inputs.push({ action: first, set, ordering, peer: output });
  const index = first.outputSets;
  if (index !== null) index.set(then.id, (index.get(then.id) ?? 0) | set);
  else if (first.outputs.length > INDEXED_OUTPUTS) first.outputSets = indexOutputs(first);
  return true;
}

/** All properties that links between two actions were made with. */
function linkedSet(first: Action, then: Action): OrderSet {
  if (first.outputSets !== null) return first.outputSets.get(then.id) ?? 0;
  let set = 0;
  for (const link of first.outputs) if (link.action === then) set |= link.set;
  return set;
}

function indexOutputs(action: Action): Map<number, OrderSet> {
  const index = new Map<number, OrderSet>();
  for (const { action: then, set } of action.outputs) index.set(then.id, (index.get(then.id) ?? 0) | set);
  return index;
}
