import { element, type XmlElement, type XmlNode } from "@sanode/cib";

/** Counts changes, so that one can tell whether an operation had any effect. */
export interface ChangeCounter {
  changes: number;
}

type Child = XmlNode | ElementDraft;

/**
 * An element being changed. Nothing of the original is touched; only what is looked into for a change is copied, and what
 * is not changed is handed back as it was.
 */
export class ElementDraft {
  readonly name: string;
  readonly #counter: ChangeCounter;
  readonly #original: XmlElement;
  #attributes: Map<string, string> | null = null;
  #children: Child[] | null = null;

  constructor(original: XmlElement, counter: ChangeCounter) {
    this.name = original.name;
    this.#original = original;
    this.#counter = counter;
  }

  get(name: string): string | undefined {
    return this.#attributes === null ? this.#original.attributes[name] : this.#attributes.get(name);
  }

  /** A new attribute comes last, a known one keeps its place. */
  set(name: string, value: string): void {
    if (this.get(name) === value) return;
    this.#attributes ??= new Map(Object.entries(this.#original.attributes));
    this.#attributes.set(name, value);
    this.#counter.changes += 1;
  }

  /** The child elements of a name, in order, as drafts. */
  childrenNamed(name: string): ElementDraft[] {
    const drafts: ElementDraft[] = [];
    for (let index = 0; index < this.#all.length; index += 1) {
      const draft = this.#draftAt(index, name);
      if (draft !== null) drafts.push(draft);
    }
    return drafts;
  }

  /** The first child element of a name, where given with an attribute of that value. */
  find(name: string, attribute?: string, value?: string): ElementDraft | undefined {
    for (let index = 0; index < this.#all.length; index += 1) {
      const child = this.#all[index];
      if (child === undefined || !isNamed(child, name)) continue;
      if (attribute !== undefined && attributeOf(child, attribute) !== value) continue;
      return this.#draftAt(index, name) ?? undefined;
    }
    return undefined;
  }

  /** {@link find}, or else {@link append}. */
  findOrAppend(name: string, attributes: Readonly<Record<string, string>> = {}): ElementDraft {
    return this.find(name) ?? this.append(name, attributes);
  }

  append(name: string, attributes: Readonly<Record<string, string>> = {}): ElementDraft {
    const draft = new ElementDraft(element(name, attributes), this.#counter);
    this.#children ??= [...this.#original.children];
    this.#children.push(draft);
    this.#counter.changes += 1;
    return draft;
  }

  /** Removes all child elements of a name. */
  remove(name: string): void {
    const kept = this.#all.filter((child) => !isNamed(child, name));
    if (kept.length === this.#all.length) return;
    this.#children = kept;
    this.#counter.changes += 1;
  }

  removeChild(draft: ElementDraft): void {
    this.#children = this.#all.filter((child) => child !== draft);
    this.#counter.changes += 1;
  }

  /** Takes over the attributes of another element, and its child elements: those with the same name and id are merged. */
  merge(other: ElementDraft): void {
    for (const [name, value] of other.#pairs) this.set(name, value);
    for (const child of other.#all) {
      if (!(child instanceof ElementDraft) && child.kind !== "element") continue;
      const source = child instanceof ElementDraft ? child : new ElementDraft(child, this.#counter);
      const id = source.get("id");
      const target =
        (id === undefined ? this.find(source.name) : this.find(source.name, "id", id)) ??
        this.append(source.name);
      target.merge(source);
    }
  }

  /** Makes the first of child elements with the same name and id the sum of them all, here and in what is below it. */
  mergeRepeats(): void {
    const firsts = new Map<string, ElementDraft>();
    for (let index = 0; index < this.#all.length; index += 1) {
      const child = this.#draftAt(index);
      if (child === null) continue;
      const id = child.get("id");
      const key = id === undefined ? child.name : `${child.name} ${id}`;
      const first = firsts.get(key);
      if (first !== undefined) first.merge(child);
      else {
        firsts.set(key, child);
        child.mergeRepeats();
      }
    }
  }

  /** The element as it is now; the original itself if it was not looked into. */
  finish(): XmlElement {
    if (this.#attributes === null && this.#children === null) return this.#original;
    const attributes =
      this.#attributes === null ? this.#original.attributes : Object.fromEntries(this.#attributes);
    const children = this.#all.map((child) => (child instanceof ElementDraft ? child.finish() : child));
    return element(this.name, attributes, children);
  }

  get #pairs(): Iterable<readonly [name: string, value: string]> {
    return this.#attributes ?? Object.entries(this.#original.attributes);
  }

  get #all(): readonly Child[] {
    return this.#children ?? this.#original.children;
  }

  #draftAt(index: number, name?: string): ElementDraft | null {
    const child = this.#all[index];
    if (child === undefined || !isNamed(child, name)) return null;
    if (child instanceof ElementDraft) return child;
    const draft = new ElementDraft(child, this.#counter);
    this.#children ??= [...this.#original.children];
    this.#children[index] = draft;
    return draft;
  }
}

function isNamed(child: Child, name: string | undefined): child is XmlElement | ElementDraft {
  if (!(child instanceof ElementDraft) && child.kind !== "element") return false;
  return name === undefined || child.name === name;
}

function attributeOf(child: XmlElement | ElementDraft, name: string): string | undefined {
  return child instanceof ElementDraft ? child.get(name) : child.attributes[name];
}
