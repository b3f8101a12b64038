import type { Attributes } from "./attributes.js";
import { NO_CHILDREN, type XmlElement, type XmlNode } from "./tree.js";

/** An element that is not closed yet. */
interface OpenElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: XmlNode[];
  /** Whether there is character data other than white space, so that white space means something too. */
  mixed: boolean;
  /** How many pieces of white space had been put aside when it was opened. */
  readonly spaces: number;
}

/** White space that was put aside, and how many children of its element stand before it. */
interface Space {
  readonly start: number;
  readonly end: number;
  readonly place: number;
}

/**
 * Puts the nodes of a document together as they are read. White space between elements is left out, but only the end of an element
 * tells whether it is that.
 */
export class Nesting {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  /** White space of the elements that are open. */
  readonly #spaces: Space[] = [];
  #root: XmlElement | undefined;

  /** @param text the document */
  constructor(text: string) {
    this.#text = text;
  }

  /** How many elements are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** The name of the element to be closed next. */
  get innermost(): string {
    return this.#open.at(-1)?.name ?? "";
  }

  /** The element that everything is in, once it is closed. */
  root(): XmlElement {
    if (this.#root === undefined) throw new Error("the root element is not closed");
    return this.#root;
  }

  open(name: string, attributes: Attributes): void {
    this.#open.push({ name, attributes, children: [], mixed: false, spaces: this.#spaces.length });
  }

  addEmpty(name: string, attributes: Attributes): void {
    this.#addElement({ kind: "element", name, attributes, children: NO_CHILDREN });
  }

  /** Adds what is no element and no white space. */
  add(node: XmlNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) return;
    if (node.kind === "text" || node.kind === "cdata") parent.mixed = true;
    parent.children.push(node);
  }

  /** White space between two offsets of the document. */
  addSpace(start: number, end: number): void {
    this.#spaces.push({ start, end, place: this.#open.at(-1)?.children.length ?? 0 });
  }

  close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const { name, attributes, mixed, spaces } = element;
    const children = mixed ? this.#withSpaces(element) : element.children;
    while (this.#spaces.length > spaces) this.#spaces.pop();
    this.#addElement({
      kind: "element",
      name,
      attributes,
      children: children.length === 0 ? NO_CHILDREN : children,
    });
  }

  #addElement(element: XmlElement): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  #withSpaces({ children, spaces }: OpenElement): XmlNode[] {
    const all: XmlNode[] = [];
    let copied = 0;
    for (const { start, end, place } of this.#spaces.slice(spaces)) {
      for (const child of children.slice(copied, place)) all.push(child);
      copied = place;
      all.push({ kind: "text", text: this.#text.slice(start, end) });
    }
    return all.concat(children.slice(copied));
  }
}
