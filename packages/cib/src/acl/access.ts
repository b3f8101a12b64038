import { XPathError } from "../errors/xpath.js";
import { elements, type XmlElement } from "../xml/tree.js";
import { selectNodes } from "../xpath/evaluate.js";
import type { XPathLimits } from "../xpath/limits.js";
import type { XPathNode } from "../xpath/node.js";
import type { Permission } from "./permissions.js";

/** What permissions say of an element itself. */
export interface AccessFlags {
  read: boolean;
  write: boolean;
  deny: boolean;
}

/**
 * A document with what a user's permissions say of its elements. An element of which they say nothing is as the nearest
 * one around it; what nobody allows is refused.
 */
export class Access {
  readonly #flags: Map<XmlElement, AccessFlags>;
  readonly #parents: ReadonlyMap<XmlElement, XmlElement>;

  /**
   * A permission whose XPath is none, or asks too much, would allow nothing; one that denies might protect something, and
   * therefore denies the whole document.
   */
  constructor(document: XmlElement, permissions: readonly Permission[], limits: Partial<XPathLimits> = {}) {
    const flags = new Map<XmlElement, AccessFlags>();
    for (const { kind, xpath } of permissions) {
      for (const element of selected(document, xpath, kind === "deny", limits)) {
        const known = flags.get(element);
        if (known === undefined) flags.set(element, { read: false, write: false, deny: false, [kind]: true });
        else known[kind] = true;
      }
    }
    this.#flags = flags;
    this.#parents = parentsOf(document);
  }

  /** Adds what another document's permissions say of the same elements there. */
  addFrom(other: Access, counterparts: ReadonlyMap<XmlElement, XmlElement>): void {
    for (const [element, counterpart] of counterparts) {
      const more = other.flagsOf(counterpart);
      if (more === undefined) continue;
      const { read, write, deny } = this.#flags.get(element) ?? { read: false, write: false, deny: false };
      this.#flags.set(element, {
        read: read || more.read,
        write: write || more.write,
        deny: deny || more.deny,
      });
    }
  }

  flagsOf(element: XmlElement): AccessFlags | undefined {
    return this.#flags.get(element);
  }

  canRead(element: XmlElement): boolean {
    return this.#decide(element, ({ read, write }) => read || write);
  }

  canWrite(element: XmlElement): boolean {
    return this.#decide(element, ({ write }) => write);
  }

  /** The nearest element that decides wins; on one element a denial does. */
  #decide(element: XmlElement, allows: (flags: AccessFlags) => boolean): boolean {
    for (let at: XmlElement | undefined = element; at !== undefined; at = this.#parents.get(at)) {
      const flags = this.#flags.get(at);
      if (flags?.deny === true) return false;
      if (flags !== undefined && allows(flags)) return true;
    }
    return false;
  }

  /** Whether something around the element has that name. */
  isBelow(element: XmlElement, name: string): boolean {
    for (let at = this.#parents.get(element); at !== undefined; at = this.#parents.get(at)) {
      if (at.name === name) return true;
    }
    return false;
  }
}

function selected(
  document: XmlElement,
  xpath: string,
  isDenial: boolean,
  limits: Partial<XPathLimits>,
): XmlElement[] {
  try {
    return selectNodes(document, xpath, limits).map((node) => elementOf(node, document));
  } catch (error) {
    if (!(error instanceof XPathError)) throw error;
    return isDenial ? [document] : [];
  }
}

/** What is no element stands for the element that it is in, the document for its root. */
function elementOf(node: XPathNode, document: XmlElement): XmlElement {
  if (node.kind === "element") return node.element;
  return node.parent?.kind === "element" ? node.parent.element : document;
}

function parentsOf(root: XmlElement): Map<XmlElement, XmlElement> {
  const parents = new Map<XmlElement, XmlElement>();
  const pending = [root];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    for (const child of elements(parent)) {
      parents.set(child, parent);
      pending.push(child);
    }
  }
  return parents;
}
