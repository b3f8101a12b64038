import type { XmlElement } from "../xml/tree.js";

/** Which part of the document a request is about. Without any, the whole of it. */
export interface Scope {
  /** One of {@link SECTIONS}; a name that is none is never found. */
  readonly section?: string;
  /** Selects the elements that are meant; takes precedence over a section. */
  readonly xpath?: string;
}

/** A question (Pacemaker's `cib_query`). */
export interface Query extends Scope {
  /** Only the element itself with its attributes. */
  readonly noChildren?: boolean;
}

/**
 * A change, named after what `cibadmin` calls it.
 *
 * - `create`: appends new objects; refuses those that exist.
 * - `modify`: merges the input with the first object that is like it.
 * - `replace`: puts the input in the place of an object, or of the whole document.
 * - `delete`: removes the first object that has all the input's attributes, or what an XPath selects.
 * - `patch`: applies a patchset made for this version of the document.
 * - `erase`: empties the configuration and the status.
 * - `bump`: raises `epoch`.
 * - `upgrade`: brings the configuration to the latest schema that it can reach.
 */
export type ChangeRequest =
  | ({ readonly operation: "create"; readonly input: XmlElement } & Scope)
  | ({
      readonly operation: "modify";
      readonly input: XmlElement;
      /** Appends the input where there is nothing like it. */
      readonly canCreate?: boolean;
      /** With an XPath: merges with all it selects, not only with the first. */
      readonly multiple?: boolean;
      /** Whether `name++` and `name+=N` count up the value of the attribute of that name. Default true, as in `cibadmin`. */
      readonly scoreUpdates?: boolean;
    } & Scope)
  | ({
      readonly operation: "replace";
      readonly input: XmlElement;
      /** With an XPath: replaces all it selects. */
      readonly multiple?: boolean;
    } & Scope)
  | ({
      readonly operation: "delete";
      /** What is to be removed; needed unless an XPath says it. */
      readonly input?: XmlElement;
      /** With an XPath: removes all it selects. */
      readonly multiple?: boolean;
    } & Scope)
  | {
      readonly operation: "patch";
      /** The element `diff` of a patchset. */
      readonly patchset: XmlElement;
    }
  | { readonly operation: "erase" }
  | { readonly operation: "bump" }
  | { readonly operation: "upgrade" };

/** Who changed a configuration when: attributes of `cib` that a CIB manager keeps. */
export interface Provenance {
  /** In C's `ctime` form without the newline: `Sun Nov 22 16:29:41 2026`. */
  readonly lastWritten: string;
  /** The node that the request came to. */
  readonly origin?: string;
  /** The name of the program that sent it. */
  readonly client?: string;
  readonly user?: string;
}
