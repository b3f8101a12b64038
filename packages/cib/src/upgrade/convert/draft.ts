import { createAttributes, type MutableAttributes } from "../../xml/attributes.js";
import { element, type XmlElement, type XmlNode } from "../../xml/tree.js";

/** An element of a document that is being converted: like an `XmlElement`, but open to change. */
export interface Draft {
  readonly kind: "draft";
  name: string;
  attributes: MutableAttributes;
  children: DraftNode[];
  /** Stands where a reference (`id-ref`) was; folded back into one at the end if its original still exists. */
  readonly copy: boolean;
}

export type DraftNode = Draft | Exclude<XmlNode, XmlElement>;

/** An element and all that is in it as a draft. */
export function toDraft(original: XmlElement): Draft {
  return {
    kind: "draft",
    name: original.name,
    attributes: copyAttributes(original.attributes),
    children: original.children.map((child) => (child.kind === "element" ? toDraft(child) : child)),
    copy: false,
  };
}

/** The element that a draft has become. */
export function fromDraft(draft: Draft): XmlElement {
  return element(
    draft.name,
    draft.attributes,
    draft.children.map((child) => (child.kind === "draft" ? fromDraft(child) : child)),
  );
}

/** A new element of a draft. */
export function draftElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly DraftNode[] = [],
): Draft {
  return {
    kind: "draft",
    name,
    attributes: copyAttributes(attributes),
    children: [...children],
    copy: false,
  };
}

/** A deep copy that counts, with all that is in it, as standing for the original. */
export function copyOf(draft: Draft): Draft {
  return {
    kind: "draft",
    name: draft.name,
    attributes: copyAttributes(draft.attributes),
    children: draft.children.map((child) => (child.kind === "draft" ? copyOf(child) : child)),
    copy: true,
  };
}

function copyAttributes(attributes: Readonly<Record<string, string>>): MutableAttributes {
  return Object.assign(createAttributes(), attributes);
}

/** The child elements. */
export function draftChildren(draft: Draft): Draft[] {
  return draft.children.filter((child) => child.kind === "draft");
}

/** The child elements of that name. */
export function draftsNamed(draft: Draft, name: string): Draft[] {
  return draftChildren(draft).filter((child) => child.name === name);
}

/** The first child element of that name. */
export function firstDraft(draft: Draft | undefined, name: string): Draft | undefined {
  return draft?.children.find((child): child is Draft => child.kind === "draft" && child.name === name);
}

/** Calls a function for an element and all below it, in document order; what it adds to an element is visited too. */
export function forEachDraft(draft: Draft, visit: (draft: Draft) => void): void {
  visit(draft);
  for (const child of draft.children) if (child.kind === "draft") forEachDraft(child, visit);
}

/** Removes the child elements that a test finds; each is tested once, in order. */
export function removeChildren(parent: Draft, unwanted: (child: Draft) => boolean): void {
  parent.children = parent.children.filter((child) => child.kind !== "draft" || !unwanted(child));
}

/** Changes an attribute's name and keeps its place; `value` replaces the value. */
export function renameAttribute(draft: Draft, from: string, to: string, value?: string): void {
  const renamed = createAttributes();
  for (const name of Object.keys(draft.attributes)) {
    const old = draft.attributes[name] ?? "";
    if (name === from) renamed[to] = value ?? old;
    else renamed[name] = old;
  }
  draft.attributes = renamed;
}
