import type { Attributes } from "../xml/tree.js";
import { findMoves } from "./moves.js";
import type { AttributeChange } from "./patchset.js";

/**
 * What has become of an element's attributes: those that are new, have another value or another place, in their new
 * order; then those that are gone, in their old order.
 *
 * @param ordered whether an attribute at another place has changed
 */
export function compareAttributes(
  before: Attributes,
  after: Attributes,
  ordered: boolean,
): AttributeChange[] {
  if (before === after) return [];
  const moved = ordered ? movedAttributes(before, after) : undefined;
  const changes: AttributeChange[] = [];
  for (const name in after) {
    const value = after[name];
    if (value === undefined || (value === before[name] && moved?.has(name) !== true)) continue;
    changes.push({ operation: "set", name, value });
  }
  for (const name in before) if (after[name] === undefined) changes.push({ operation: "unset", name });
  return changes;
}

/** The attributes that have their old value at another place; undefined if there are none. */
function movedAttributes(before: Attributes, after: Attributes): ReadonlySet<string> | undefined {
  const [oldNames, newNames] = [Object.keys(before), Object.keys(after)];
  if (oldNames.every((name, index) => name === newNames[index])) return undefined;
  const newPlaces = new Map(newNames.map((name, index) => [name, index]));
  const unchangedAt = oldNames.map((name) =>
    before[name] === after[name] ? newPlaces.get(name) : undefined,
  );
  const moved = findMoves(
    Int32Array.from(unchangedAt, (place) => place ?? -1),
    newNames.length,
  );
  return new Set(oldNames.filter((_, index) => moved[index] === 1));
}
