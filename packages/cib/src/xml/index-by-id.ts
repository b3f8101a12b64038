import { descendants, type XmlElement } from "./tree.js";

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
