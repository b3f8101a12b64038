import { EditError } from "../errors/edit.js";
import { createAttributes, type MutableAttributes } from "../xml/attributes.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import type { XmlElement, XmlNode } from "../xml/tree.js";
import type { DraftElement, DraftNode, Target } from "./draft.js";
import { type Found, locate } from "./find.js";

/*
 * Changes by id, for use in a recipe. An element is looked for in the order of the document; where elements of different
 * names share an id, as a resource and its history do, the target has to say the name to mean a later one.
 */

/** Finds an element. */
export function findElement(draft: DraftElement, target: Target): DraftElement | undefined {
  return locate(draft, target)?.element;
}

/**
 * Sets an attribute, at the end if it is new; or removes it, if the value is undefined.
 *
 * @throws EditError if there is no such element
 */
export function setAttribute(
  draft: DraftElement,
  target: Target,
  name: string,
  value: string | undefined,
): void {
  const { element } = find(draft, target);
  const attributes: MutableAttributes = createAttributes();
  for (const [other, text] of Object.entries(element.attributes)) {
    if (other !== name) attributes[other] = text;
    else if (value !== undefined) attributes[name] = value;
  }
  if (value !== undefined) attributes[name] = value;
  element.attributes = attributes;
}

/**
 * Inserts a node, as the last child or before the child at an index.
 *
 * @throws EditError if there is no such parent
 */
export function insertChild(draft: DraftElement, parent: Target, child: XmlNode, index?: number): void {
  const { element } = find(draft, parent);
  element.children.splice(index ?? element.children.length, 0, copyNode(child));
}

/**
 * Removes an element with everything in it.
 *
 * @throws EditError if there is no such element, or if it is the root element
 */
export function removeElement(draft: DraftElement, target: Target): void {
  const { parent, index } = findBelowRoot(draft, target);
  parent.children.splice(index, 1);
}

/**
 * Puts another element in the place of one.
 *
 * @throws EditError if there is no such element, or if it is the root element
 */
export function replaceElement(draft: DraftElement, target: Target, replacement: XmlElement): void {
  const { parent, index } = findBelowRoot(draft, target);
  parent.children.splice(index, 1, copyNode(replacement));
}

function find(draft: DraftElement, target: Target): Found {
  const result = locate(draft, target);
  if (result === undefined) {
    throw new EditError("not-found", `the document has no element ${describe(target)}`);
  }
  return result;
}

function findBelowRoot(draft: DraftElement, target: Target): { parent: DraftElement; index: number } {
  const { parent, index } = find(draft, target);
  if (parent === undefined) {
    throw new EditError("root", `the element ${describe(target)} is the root of the document`);
  }
  return { parent, index };
}

function describe(target: Target): string {
  return typeof target === "string"
    ? `with the id "${target}"`
    : `<${target.name}> with the id "${target.id}"`;
}

/** A copy, so that what is inserted may be changed by the rest of the recipe. */
function copyNode(node: XmlNode, depth = 1): DraftNode {
  if (node.kind !== "element") return node;
  if (depth > RECURSION_DEPTH) {
    throw new EditError("too-deep", `<${node.name}> is more than ${RECURSION_DEPTH} elements deep`);
  }
  return { ...node, children: node.children.map((child) => copyNode(child, depth + 1)) };
}
