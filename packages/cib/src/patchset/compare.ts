import { PatchsetError } from "../errors/patchset.js";
import { type DataNode, dataChildren, dataOnly } from "../xml/data.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import { NO_CHILDREN, type XmlElement } from "../xml/tree.js";
import { compareAttributes } from "./compare-attributes.js";
import { lengthOfSameBeginning, matchChildren } from "./match-children.js";
import { findMoves } from "./moves.js";
import type { Change, CreateChange, DeleteChange, ModifyChange, MoveChange } from "./patchset.js";
import { type Place, pathOf } from "./path.js";

/**
 * The changes that make one document of another. Their root elements are taken for the same, whatever their names.
 *
 * Subtrees that both documents share are passed over; the rest takes time in proportion to its size.
 *
 * @param ordered whether an attribute at another place has changed
 * @throws PatchsetError with the code `too-deep`
 */
export function compareDocuments(before: XmlElement, after: XmlElement, ordered: boolean): Change[] {
  const comparison = new Comparison(ordered);
  const differences = comparison.elements(before, after, { parent: undefined, node: after }, 1);
  const changes: Change[] = comparison.deletions;
  if (differences !== undefined) gather(differences, changes);
  return changes;
}

/** What has become of an element and of what is in it, deletions apart. */
interface Differences {
  readonly modified: ModifyChange | undefined;
  /** In the new order of the children. */
  readonly inside: readonly (CreateChange | MoveChange | Differences)[];
}

/** Puts differences in the order in which patchsets tell them: an element, what is in it, whether it has moved. */
function gather({ modified, inside }: Differences, changes: Change[]): void {
  if (modified !== undefined) changes.push(modified);
  for (const difference of inside) {
    if ("operation" in difference) changes.push(difference);
    else gather(difference, changes);
  }
}

/** Compares elements in the order of the old document, in which deletions are told. */
class Comparison {
  readonly deletions: DeleteChange[] = [];
  readonly #ordered: boolean;

  constructor(ordered: boolean) {
    this.#ordered = ordered;
  }

  elements(before: XmlElement, after: XmlElement, place: Place, depth: number): Differences | undefined {
    if (before === after) return undefined;
    if (depth > RECURSION_DEPTH) {
      throw new PatchsetError("too-deep", pathOf(place), `it is more than ${RECURSION_DEPTH} elements deep`);
    }
    const inside = before.children === after.children ? [] : this.#children(before, after, place, depth);
    const attributes = compareAttributes(before.attributes, after.attributes, this.#ordered);
    if (attributes.length > 0) {
      const result: XmlElement = { ...after, children: NO_CHILDREN };
      return { modified: { operation: "modify", path: pathOf(place), attributes, result }, inside };
    }
    return inside.length === 0 ? undefined : { modified: undefined, inside };
  }

  #children(before: XmlElement, after: XmlElement, place: Place, depth: number): Differences["inside"] {
    const [oldChildren, newChildren] = [dataChildren(before), dataChildren(after)];
    const start = lengthOfSameBeginning(oldChildren, newChildren);
    if (start === oldChildren.length && start === newChildren.length) {
      return oldChildren.flatMap((child, index) => this.#pair(child, newChildren[index], place, depth) ?? []);
    }
    const newOfOld = matchChildren(oldChildren, newChildren, start);
    const kept: KeptChild[] = [];
    for (const [index, child] of oldChildren.entries()) {
      const newIndex = newOfOld[index] ?? -1;
      const counterpart = newChildren[newIndex];
      if (counterpart === undefined) {
        this.#delete(child, place, kept.length);
        continue;
      }
      const differences = this.#pair(child, counterpart, place, depth);
      kept.push({ newIndex, oldPlace: kept.length, differences });
    }
    return inNewOrder(newChildren, kept, place);
  }

  /** The differences between a child and its counterpart, of which comments have none. */
  #pair(
    child: DataNode,
    counterpart: DataNode | undefined,
    parent: Place,
    depth: number,
  ): Differences | undefined {
    if (child === counterpart || child.kind !== "element" || counterpart?.kind !== "element")
      return undefined;
    return this.elements(child, counterpart, { parent, node: counterpart }, depth + 1);
  }

  /** @param position how many of its former siblings before it stay */
  #delete(child: DataNode, parent: Place, position: number): void {
    const path = pathOf({ parent, node: child });
    this.deletions.push(
      child.kind === "comment" ? { operation: "delete", path, position } : { operation: "delete", path },
    );
  }
}

/** A child that is in both documents. */
interface KeptChild {
  readonly newIndex: number;
  /** Its old place among the children that stay. */
  readonly oldPlace: number;
  readonly differences: Differences | undefined;
}

/** What has become of the new children, given those of them that were there before. */
function inNewOrder(
  children: readonly DataNode[],
  kept: readonly KeptChild[],
  parent: Place,
): Differences["inside"] {
  const inside: (CreateChange | MoveChange | Differences)[] = [];
  const sorted = [...kept].sort((one, other) => one.newIndex - other.newIndex);
  const moved = findMoves(
    Int32Array.from(sorted, ({ oldPlace }) => oldPlace),
    kept.length,
  );
  let next = 0;
  for (const [position, node] of children.entries()) {
    const child = sorted[next];
    if (child?.newIndex !== position) {
      const created = node.kind === "element" ? dataOnly(node) : node;
      inside.push({ operation: "create", path: pathOf(parent), position, node: created });
      continue;
    }
    if (child.differences !== undefined) inside.push(child.differences);
    if (moved[next] === 1) inside.push({ operation: "move", path: pathOf({ parent, node }), position });
    next += 1;
  }
  return inside;
}
