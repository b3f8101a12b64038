import type { Attributes, XmlCdata, XmlComment, XmlInstruction, XmlText } from "../xml/tree.js";

/**
 * An element within a recipe, where it may be changed. Attributes are replaced as a whole, by `setAttribute`: that keeps
 * their order when patches are applied.
 */
export interface DraftElement {
  readonly kind: "element";
  name: string;
  attributes: Attributes;
  children: DraftNode[];
}

export type DraftNode = DraftElement | XmlText | XmlComment | XmlCdata | XmlInstruction;

/** An element's id, or its id and its name where different elements have the same id. */
export type Target = string | { readonly name: string; readonly id: string };
