import { isDraft, original } from "immer";
import { EditError } from "../errors/edit.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import type { XmlElement } from "../xml/tree.js";
import type { DraftElement, DraftNode, Target } from "./draft.js";

/** An element of a draft and where it is. */
export interface Found {
  readonly element: DraftElement;
  /** Undefined for the root element. */
  readonly parent: DraftElement | undefined;
  /** The element's place among the parent's children. */
  readonly index: number;
}

/** An element that drafts and documents have in common. */
interface Node {
  readonly kind: string;
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

/**
 * Finds the element in a draft: the first in the order of the document as it was before the edit, else the first in the
 * order of the draft.
 */
export function locate(root: DraftElement, target: Target): Found | undefined {
  // Looking into a draft makes drafts of everything seen, so the way is looked for in the document beneath.
  const base: XmlElement | undefined = isDraft(root) ? original(root) : undefined;
  const way = base && findWay(base, target);
  const found = base && way && follow(root, base, way, target);
  return found ?? search(root, target);
}

function matches(node: Node, target: Target): boolean {
  const [id, name] = typeof target === "string" ? [target, undefined] : [target.id, target.name];
  return node.attributes?.id === id && (name === undefined || node.name === name);
}

/** The indexes of the children on the way to the first element that matches, in document order. */
function findWay(root: Node, target: Target): readonly number[] | undefined {
  if (matches(root, target)) return [];
  const levels: { readonly children: readonly Node[]; next: number }[] = [
    { children: root.children ?? [], next: 0 },
  ];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const child = level.children[level.next];
    if (child === undefined) {
      levels.pop();
      continue;
    }
    level.next += 1;
    if (matches(child, target)) {
      if (levels.length >= RECURSION_DEPTH) {
        throw new EditError("too-deep", `<${child.name}> is more than ${RECURSION_DEPTH} elements deep`);
      }
      return levels.map(({ next }) => next - 1);
    }
    if (child.children !== undefined && child.children.length > 0)
      levels.push({ children: child.children, next: 0 });
  }
  return undefined;
}

/** Goes in the draft where the way leads in the document beneath; undefined if the draft has changed there. */
function follow(
  root: DraftElement,
  base: XmlElement,
  way: readonly number[],
  target: Target,
): Found | undefined {
  let found: Found = { element: root, parent: undefined, index: 0 };
  let beneath = base;
  for (const step of way) {
    const next = beneath.children[step];
    if (next?.kind !== "element") return undefined;
    const index = indexOf(found.element, next, step);
    const child = found.element.children[index];
    if (child?.kind !== "element") return undefined;
    found = { element: child, parent: found.element, index };
    beneath = next;
  }
  return matches(found.element, target) ? found : undefined;
}

/** Where a draft has the child that it was made of; most often at the old place. */
function indexOf(parent: DraftElement, child: XmlElement, guess: number): number {
  const isChild = (node: DraftNode | undefined): boolean =>
    node === child || (node !== undefined && isDraft(node) && original(node) === child);
  return isChild(parent.children[guess]) ? guess : parent.children.findIndex(isChild);
}

/** Searches the draft itself, which finds what the recipe has inserted, moved or renamed. */
function search(root: DraftElement, target: Target): Found | undefined {
  const way = findWay(root, target);
  if (way === undefined) return undefined;
  let found: Found = { element: root, parent: undefined, index: 0 };
  for (const index of way) {
    const child = found.element.children[index];
    if (child?.kind !== "element") return undefined;
    found = { element: child, parent: found.element, index };
  }
  return found;
}
