import type { Attributes } from "./attributes.js";
import type { XmlCdata, XmlComment, XmlDeclaration, XmlInstruction, XmlText } from "./tree.js";

/** A comment or a processing instruction: what may also stand outside the root element. */
export type Remark = XmlComment | XmlInstruction;

/** A part of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place that the scanner alone reads: see {@link Outline.opaque}. */
export interface OpaqueSpan extends Span {
  /** What the library gets to see there, so that it leaves a place for the node. */
  readonly mask: string;
}

/** What strict reading finds in a document: everything but the nesting and the usual character data. */
export interface Outline {
  readonly declaration: XmlDeclaration | undefined;
  readonly prolog: readonly Remark[];
  readonly root: Span;
  /** Names and attributes of the elements, in document order. */
  readonly names: readonly string[];
  readonly attributes: readonly Attributes[];
  /** Comments, CDATA sections and the opaque nodes within the root element, in document order. */
  readonly leaves: readonly (Remark | XmlCdata | XmlText)[];
  /** Processing instructions and very long character data, which the library cannot read well. */
  readonly opaque: readonly OpaqueSpan[];
  readonly epilog: readonly Remark[];
}
