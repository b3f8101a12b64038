import { equalIgnoringCase } from "../values/characters.js";
import type { DataNode } from "../xml/data.js";
import { componentOf } from "./path.js";

/**
 * For each old child of an element the index of the new child that is the same, or -1. An element's counterpart is the
 * first of the same name and id, or lack of an id, that is not taken yet; a comment's has the same index and, but for
 * case, the same text.
 *
 * @param start how many children from the first on are known to be the same
 */
export function matchChildren(
  before: readonly DataNode[],
  after: readonly DataNode[],
  start = lengthOfSameBeginning(before, after),
): Int32Array {
  const newOfOld = new Int32Array(before.length).fill(-1);
  for (let index = 0; index < start; index++) newOfOld[index] = index;
  const untaken = indexElements(after, start);
  for (const [oldIndex, child] of before.entries()) {
    if (oldIndex < start) continue;
    const newIndex =
      child.kind === "element" ? untaken.get(componentOf(child))?.pop() : sameComment(child, oldIndex, after);
    if (newIndex !== undefined) newOfOld[oldIndex] = newIndex;
  }
  return newOfOld;
}

/** How many children from the first on correspond to the one with the same index, as most often all do. */
export function lengthOfSameBeginning(before: readonly DataNode[], after: readonly DataNode[]): number {
  const index = before.findIndex((child, at) => {
    const other = after[at];
    return other === undefined || (child !== other && !correspond(child, other));
  });
  return index === -1 ? before.length : index;
}

function correspond(child: DataNode, other: DataNode): boolean {
  if (child.kind === "comment") return other.kind === "comment" && equalIgnoringCase(child.text, other.text);
  return other.kind === "element" && child.name === other.name && child.attributes.id === other.attributes.id;
}

/** The indexes of the elements from one index on, by name and id; of equals the first comes last in its list. */
function indexElements(children: readonly DataNode[], start: number): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  for (let index = children.length - 1; index >= start; index--) {
    const child = children[index];
    if (child?.kind !== "element") continue;
    const component = componentOf(child);
    const equals = indexes.get(component);
    if (equals === undefined) indexes.set(component, [index]);
    else equals.push(index);
  }
  return indexes;
}

function sameComment(comment: DataNode, index: number, others: readonly DataNode[]): number | undefined {
  const other = others[index];
  return other !== undefined && correspond(comment, other) ? index : undefined;
}
