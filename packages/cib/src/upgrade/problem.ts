/** A place at which a document does not satisfy a schema. */
export interface SchemaProblem {
  readonly code:
    | "unexpected-element"
    | "missing-element"
    | "too-many-elements"
    | "misplaced-element"
    | "unexpected-attribute"
    | "missing-attribute"
    | "invalid-value"
    | "duplicate-id"
    | "unknown-id";
  /** The id of the element, or of the nearest one around it that has an id. */
  readonly id: string | undefined;
  /** The element's place, as an XPath. */
  readonly place: string;
  /** For people: what is wrong and what to do about it. */
  readonly message: string;
}
