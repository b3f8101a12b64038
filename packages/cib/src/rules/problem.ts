import type { XmlElement } from "../xml/tree.js";

/** What is wrong with a part of a rule. */
export type RuleProblemCode =
  | "missing-id"
  | "unknown-reference"
  | "circular-reference"
  | "unknown-element"
  | "empty-rule"
  | "invalid-boolean-op"
  | "missing-attribute"
  | "invalid-operation"
  | "invalid-type"
  | "invalid-value-source"
  | "unwanted-value"
  | "missing-value"
  | "missing-name"
  | "invalid-interval"
  | "missing-bound"
  | "invalid-date"
  | "invalid-duration"
  | "missing-date-spec"
  | "invalid-range";

/** A part of a rule that is not as it should be. */
export interface RuleProblem {
  /** A part with an error does not hold; a warning changes nothing. */
  readonly severity: "error" | "warning";
  readonly code: RuleProblemCode;
  /** The name of the element. */
  readonly element: string;
  /** The element's id, or the id it refers to; undefined if it has none. */
  readonly id: string | undefined;
  /** For people: what is wrong, with the offending text. */
  readonly message: string;
}

/** The error of an element that is treated as not holding, for a reason that completes the sentence. */
export function notPassing(element: XmlElement, code: RuleProblemCode, reason: string): RuleProblem {
  const id = element.attributes.id || undefined;
  const subject = id === undefined ? `${element.name} without id` : `${element.name} ${id}`;
  const message = `Treating ${subject} as not passing${reason === "" ? "" : ` because ${reason}`}`;
  return { severity: "error", code, element: element.name, id, message };
}
