import type { XmlComment, XmlElement } from "../xml/tree.js";

/** The attributes of `cib` that count its changes, from the most significant on. */
export const COUNTERS = ["admin_epoch", "epoch", "num_updates"] as const;

/** A counter of a document's version. */
export type Counter = (typeof COUNTERS)[number];

/** A version as a patchset tells it: texts as they stand in the document, whether they are numbers or not. */
export type VersionText = Readonly<Partial<Record<Counter, string>>>;

/** What has become of an attribute. */
export type AttributeChange =
  | { readonly operation: "set"; readonly name: string; readonly value: string }
  | { readonly operation: "unset"; readonly name: string };

/** A node that is no longer there. */
export interface DeleteChange {
  readonly operation: "delete";
  readonly path: string;
  /** Where a comment stands among its siblings when all that is deleted before is gone; elements have none. */
  readonly position?: number;
}

/** A node that is new, with all that is in it. */
export interface CreateChange {
  readonly operation: "create";
  /** The path of its parent. */
  readonly path: string;
  /** Its place among its siblings in the new document, from 0. */
  readonly position: number;
  readonly node: XmlElement | XmlComment;
}

/** An element with other attributes, or with others in its list. */
export interface ModifyChange {
  readonly operation: "modify";
  readonly path: string;
  /** For readers and listeners; the result alone decides what the element will be. */
  readonly attributes: readonly AttributeChange[];
  /** The element as it is now, without its children. */
  readonly result: XmlElement;
}

/** An element at another place among its siblings. */
export interface MoveChange {
  readonly operation: "move";
  readonly path: string;
  /** Its place in the new document, from 0. */
  readonly position: number;
}

/**
 * One difference between two documents. A path names each element on the way from the root, by its name and its id if
 * it has one: `/cib/configuration/resources/primitive[@id='web']`; a comment's last component is `comment`.
 */
export type Change = DeleteChange | CreateChange | ModifyChange | MoveChange;

/**
 * The differences between two documents, in Pacemaker's patchset format 2.
 *
 * Paths with an id that contains `'`, `/` or white space lead nowhere, as in Pacemaker; CIB schemas allow no such ids.
 */
export interface Patchset {
  /** The versions of both documents. */
  readonly versions?: { readonly source?: VersionText; readonly target?: VersionText };
  /** The digest that the new document has to have; see `digestVersioned`. */
  readonly digest?: string;
  /** Deletions come first; then everything else in the order of the new document. */
  readonly changes: readonly Change[];
}
