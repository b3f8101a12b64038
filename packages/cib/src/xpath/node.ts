import type { XmlElement, XmlNode } from "../xml/tree.js";

/** A node as XPath sees it: with its parent and its place in the document. */
export type XPathNode = XPathDocument | XPathElement | XPathLeaf | XPathAttribute;

interface Placed {
  /** Nodes of the document before this one, attributes not counted. */
  readonly order: number;
}

/** The node above the root element. */
export interface XPathDocument extends Placed {
  readonly kind: "document";
  readonly parent: undefined;
  readonly index: 0;
  readonly children: readonly (XPathElement | XPathLeaf)[];
}

export interface XPathElement extends Placed {
  readonly kind: "element";
  readonly element: XmlElement;
  readonly parent: XPathElement | XPathDocument;
  /** Its place among its parent's children. */
  readonly index: number;
  readonly children: readonly (XPathElement | XPathLeaf)[];
}

/** A node without name and children. */
export interface XPathLeaf extends Placed {
  readonly kind: "text" | "comment" | "instruction";
  readonly node: Exclude<XmlNode, XmlElement>;
  readonly parent: XPathElement | XPathDocument;
  readonly index: number;
}

export interface XPathAttribute extends Placed {
  readonly kind: "attribute";
  readonly name: string;
  readonly value: string;
  readonly parent: XPathElement;
  /** Its place among its element's attributes. */
  readonly index: number;
}

/** Element under construction. */
interface OpenElement {
  readonly children: (XPathElement | XPathLeaf)[];
}

/** A document with the ways up that the immutable tree does not have. Made for one evaluation. */
export class XPathTree {
  readonly document: XPathDocument;
  /** How many nodes there are, attributes not counted. */
  readonly size: number;
  readonly #attributes = new Map<XPathElement, readonly XPathAttribute[]>();

  constructor(root: XmlElement) {
    let order = 0;
    const documentChildren: (XPathElement | XPathLeaf)[] = [];
    this.document = {
      kind: "document",
      order: order++,
      parent: undefined,
      index: 0,
      children: documentChildren,
    };
    const open: {
      readonly made: OpenElement;
      readonly node: XPathElement | XPathDocument;
      readonly source: readonly XmlNode[];
    }[] = [{ made: { children: documentChildren }, node: this.document, source: [root] }];
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      const index = current.made.children.length;
      const source = current.source[index];
      if (source === undefined) {
        open.pop();
        continue;
      }
      if (source.kind === "element") {
        const children: (XPathElement | XPathLeaf)[] = [];
        const node: XPathElement = {
          kind: "element",
          element: source,
          order: order++,
          parent: current.node,
          index,
          children,
        };
        current.made.children.push(node);
        open.push({ made: { children }, node, source: source.children });
      } else {
        const kind = source.kind === "cdata" ? "text" : source.kind;
        current.made.children.push({ kind, node: source, order: order++, parent: current.node, index });
      }
    }
    this.size = order;
  }

  /** All nodes but attributes, in document order. */
  *all(): Generator<XPathNode> {
    yield* below([this.document]);
  }

  attributesOf(element: XPathElement): readonly XPathAttribute[] {
    const known = this.#attributes.get(element);
    if (known !== undefined) return known;
    const made = Object.entries(element.element.attributes).map(
      ([name, value], index): XPathAttribute => ({
        kind: "attribute",
        name,
        value,
        order: element.order,
        parent: element,
        index,
      }),
    );
    this.#attributes.set(element, made);
    return made;
  }
}

/** Compares two nodes by their place in the document; an element's attributes come right after it. */
export function compareDocumentOrder(a: XPathNode, b: XPathNode): number {
  return a.order - b.order || attributeRank(a) - attributeRank(b);
}

function attributeRank(node: XPathNode): number {
  return node.kind === "attribute" ? node.index + 1 : 0;
}

/** The children; none for what can have none. */
export function childrenOf(node: XPathNode): readonly (XPathElement | XPathLeaf)[] {
  return node.kind === "element" || node.kind === "document" ? node.children : [];
}

/** The nodes and everything below them, in document order. */
export function* below(nodes: readonly XPathNode[]): Generator<XPathNode> {
  const pending: { readonly nodes: readonly XPathNode[]; next: number }[] = [{ nodes, next: 0 }];
  for (let level = pending.at(-1); level !== undefined; level = pending.at(-1)) {
    const node = level.nodes[level.next++];
    if (node === undefined) {
      pending.pop();
      continue;
    }
    yield node;
    const children = childrenOf(node);
    if (children.length > 0) pending.push({ nodes: children, next: 0 });
  }
}

/** The indexes of the children on the way from the root element to an element; empty for the root element itself. */
export function pathTo(node: XPathElement): readonly number[] {
  const path: number[] = [];
  for (let at: XPathElement | XPathDocument = node; at.kind === "element"; at = at.parent) {
    if (at.parent.kind === "element") path.push(at.index);
  }
  return path.reverse();
}
