import { type DataNode, dataChildren } from "../xml/data.js";
import { type Attributes, NO_CHILDREN } from "../xml/tree.js";
import { ChildIndex } from "./child-index.js";
import { COMMENT, type Component } from "./path.js";
import { type Sibling, SiblingList } from "./sibling-list.js";

/** As many searches as cost less than an index, which most patchsets do not need. */
const SEARCHES = 4;

/**
 * A node of a document that is being patched. There are such only for the children of elements through which a path has
 * led; whatever lies below the others is not looked at and stays as it is.
 */
export class WorkingNode implements Sibling<WorkingNode> {
  piece: WorkingNode[] | undefined;
  readonly parent: WorkingNode | undefined;
  /** How often it was put behind its siblings. */
  #moves = 0;
  /** The node as it was, but for an element's new attributes. */
  #node: DataNode;
  #children: SiblingList<WorkingNode> | undefined;
  /** How often children have been looked for one by one. */
  #searches = 0;
  #index: ChildIndex | undefined;
  /** Whether it, or anything in it, is not what it was. */
  #changed = false;

  constructor(node: DataNode, parent: WorkingNode | undefined) {
    this.#node = node;
    this.parent = parent;
  }

  get node(): DataNode {
    return this.#node;
  }

  get moves(): number {
    return this.#moves;
  }

  /** The index among its siblings; undefined for a root and for what was removed. */
  get index(): number | undefined {
    return this.piece && this.#siblings?.indexOf(this);
  }

  /** How many siblings there are, itself included; 1 for a root. */
  get siblingCount(): number {
    return this.#siblings?.length ?? 1;
  }

  matches({ name, id }: Component): boolean {
    const node = this.#node;
    return node.kind === "element" && node.name === name && (id === undefined || node.attributes.id === id);
  }

  /**
   * The first child that a component of a path means.
   *
   * @param position the index at which a comment has to be; undefined if any will do
   */
  find(component: Component, position?: number): WorkingNode | undefined {
    if (this.#searches < SEARCHES) {
      this.#searches += 1;
      return this.#search(component, position);
    }
    const { name, id } = component;
    this.#index ??= new ChildIndex(this.#opened);
    const element = this.#index.element(name, id);
    if (name !== COMMENT || id !== undefined) return element;
    const at = position === undefined ? this.#index.comment() : this.#opened.at(position);
    const comment = at?.node.kind === "comment" ? at : undefined;
    if (comment === undefined || element === undefined) return comment ?? element;
    return (comment.index ?? 0) < (element.index ?? 0) ? comment : element;
  }

  setAttributes(attributes: Attributes): void {
    const node = this.#node;
    if (node.kind !== "element") return;
    this.#node = { ...node, attributes };
    this.touch();
    const { parent } = this;
    if (parent !== undefined && node.attributes.id !== attributes.id) parent.#index = undefined;
  }

  /** Puts a new node before the child at an index; last, if there is none. */
  insert(node: DataNode, index: number): void {
    this.#opened.insert(new WorkingNode(node, this), index);
    this.touch();
  }

  remove(): void {
    this.#siblings?.remove(this);
    this.parent?.touch();
  }

  /** Puts it behind all its siblings, and among those of its name and id. */
  moveLast(): void {
    const { parent } = this;
    if (parent === undefined) return;
    this.moveTo(this.siblingCount);
    this.#moves += 1;
    if (parent.#index !== undefined) parent.#index.add(this);
  }

  /** Takes it from its siblings and puts it before that which is at an index then; last, if there is none. */
  moveTo(index: number): void {
    const siblings = this.#siblings;
    if (siblings === undefined || this.piece === undefined) return;
    siblings.remove(this);
    siblings.insert(this, index);
    this.parent?.touch();
  }

  /** Notes that it has changed, and with it all elements it is in. */
  touch(): void {
    for (let node: WorkingNode | undefined = this; node !== undefined && !node.#changed; node = node.parent) {
      node.#changed = true;
    }
  }

  /** The node as it is now; what has not changed is what it was. */
  finish(): DataNode {
    const node = this.#node;
    if (!this.#changed || this.#children === undefined || node.kind !== "element") return node;
    const children = Array.from(this.#children, (child) => child.finish());
    return { ...node, children: children.length === 0 ? NO_CHILDREN : children };
  }

  #search(component: Component, position: number | undefined): WorkingNode | undefined {
    const isComment = component.name === COMMENT && component.id === undefined;
    let index = 0;
    for (const child of this.#opened) {
      const isPlaced = position === undefined || position === index;
      if (child.matches(component) || (isComment && isPlaced && child.node.kind === "comment")) return child;
      index += 1;
    }
    return undefined;
  }

  get #opened(): SiblingList<WorkingNode> {
    if (this.#children !== undefined) return this.#children;
    const nodes = this.#node.kind === "element" ? dataChildren(this.#node) : [];
    this.#children = new SiblingList(nodes.map((node) => new WorkingNode(node, this)));
    return this.#children;
  }

  get #siblings(): SiblingList<WorkingNode> | undefined {
    const { parent } = this;
    return parent === undefined ? undefined : parent.#opened;
  }
}
