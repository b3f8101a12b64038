import { type Attributes, NO_ATTRIBUTES, toAttributes } from "./attributes.js";

export type { Attributes } from "./attributes.js";

/**
 * One element of a document. The tree is immutable: change it through `edit`.
 *
 * White space between elements is not part of the tree; it never means anything in a CIB and `formatXml` makes it anew.
 */
export interface XmlElement {
  readonly kind: "element";
  /** The name as written, prefix included; namespaces are not interpreted. */
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly XmlNode[];
}

/** Character data, references already replaced. */
export interface XmlText {
  readonly kind: "text";
  readonly text: string;
}

/** `<!--text-->` */
export interface XmlComment {
  readonly kind: "comment";
  readonly text: string;
}

/** `<![CDATA[text]]>` */
export interface XmlCdata {
  readonly kind: "cdata";
  readonly text: string;
}

/** `<?target text?>` */
export interface XmlInstruction {
  readonly kind: "instruction";
  readonly target: string;
  readonly text: string;
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlCdata | XmlInstruction;

/** `<?xml version="…" encoding="…" standalone="…"?>` */
export interface XmlDeclaration {
  readonly version: string;
  /** The encoding the bytes were in; text in memory has none, and `formatDocument` always says UTF-8. */
  readonly encoding?: string;
  readonly standalone?: "yes" | "no";
}

/** A whole document: the root element and what may stand around it. */
export interface XmlDocument {
  readonly declaration?: XmlDeclaration;
  /** Comments and processing instructions before the root element. */
  readonly prolog: readonly (XmlComment | XmlInstruction)[];
  readonly root: XmlElement;
  /** Comments and processing instructions after the root element. */
  readonly epilog: readonly (XmlComment | XmlInstruction)[];
}

/** The children of every element that has none. */
export const NO_CHILDREN: readonly XmlNode[] = Object.freeze([]);

/** Makes an element. */
export function element(
  name: string,
  attributes: Attributes = NO_ATTRIBUTES,
  children: readonly XmlNode[] = NO_CHILDREN,
): XmlElement {
  return { kind: "element", name, attributes: toAttributes(attributes), children };
}

/** Whether a node is an element. */
export function isElement(node: XmlNode): node is XmlElement {
  return node.kind === "element";
}

/** The child elements in document order. */
export function elements(parent: XmlElement): readonly XmlElement[] {
  const { children } = parent;
  return children.every(isElement) ? children : children.filter(isElement);
}

/** The child elements of that name, in document order. */
export function elementsNamed(parent: XmlElement, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of parent.children) {
    if (child.kind === "element" && child.name === name) found.push(child);
  }
  return found;
}

/** The first child element of that name. */
export function firstElement(parent: XmlElement, name: string): XmlElement | undefined {
  for (const child of parent.children) {
    if (child.kind === "element" && child.name === name) return child;
  }
  return undefined;
}

/** The element itself and all elements below it, in document order. */
export function* descendants(root: XmlElement): Generator<XmlElement> {
  const pending = [root];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    yield current;
    const { children } = current;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child?.kind === "element") pending.push(child);
    }
  }
}

/** Finds elements of one document by their `id` attribute. The index is made when it is first asked. */
export class ElementIndex {
  readonly #root: XmlElement;
  #byId: Map<string, XmlElement[]> | undefined;

  constructor(root: XmlElement) {
    this.#root = root;
  }

  /** The first element in document order with that element name and id. */
  find(name: string, id: string): XmlElement | undefined {
    return this.#all(id).find((candidate) => candidate.name === name);
  }

  /** The first element in document order with that id. */
  findAny(id: string): XmlElement | undefined {
    return this.#all(id)[0];
  }

  #all(id: string): readonly XmlElement[] {
    this.#byId ??= indexById(this.#root);
    return this.#byId.get(id) ?? [];
  }
}

function indexById(root: XmlElement): Map<string, XmlElement[]> {
  const byId = new Map<string, XmlElement[]>();
  for (const current of descendants(root)) {
    const id = current.attributes.id;
    if (id === undefined) continue;
    const sameId = byId.get(id);
    if (sameId === undefined) byId.set(id, [current]);
    else sameId.push(current);
  }
  return byId;
}
