import { componentOf, componentText } from "./path.js";
import type { WorkingNode } from "./working-node.js";

/** A child as it was when it came to its place. */
interface Entry {
  readonly child: WorkingNode;
  readonly moves: number;
}

/** Finds the first children of an element, in their order, by components of paths. */
export class ChildIndex {
  readonly #elements = new Map<string, Queue>();
  readonly #comments = new Queue();

  constructor(children: Iterable<WorkingNode>) {
    for (const child of children) this.add(child);
  }

  /** Adds a child that stands behind all others. */
  add(child: WorkingNode): void {
    const { node } = child;
    if (node.kind === "comment") {
      this.#comments.add(child);
      return;
    }
    this.#addElement(node.name, child);
    const component = componentOf(node);
    if (component !== node.name) this.#addElement(component, child);
  }

  /** The first element of a name and, if one is given, an id. */
  element(name: string, id: string | undefined): WorkingNode | undefined {
    return this.#elements.get(id === undefined ? name : componentText(name, id))?.first();
  }

  /** The first comment. */
  comment(): WorkingNode | undefined {
    return this.#comments.first();
  }

  #addElement(component: string, child: WorkingNode): void {
    const queue = this.#elements.get(component);
    if (queue !== undefined) queue.add(child);
    else this.#elements.set(component, new Queue(child));
  }
}

/** Children in their order, some of which may have been removed or moved in the meantime. */
class Queue {
  readonly #entries: Entry[] = [];
  #next = 0;

  constructor(...children: readonly WorkingNode[]) {
    for (const child of children) this.add(child);
  }

  add(child: WorkingNode): void {
    this.#entries.push({ child, moves: child.moves });
  }

  first(): WorkingNode | undefined {
    for (let entry = this.#entries[this.#next]; entry !== undefined; entry = this.#entries[++this.#next]) {
      if (entry.child.piece !== undefined && entry.child.moves === entry.moves) return entry.child;
    }
    return undefined;
  }
}
