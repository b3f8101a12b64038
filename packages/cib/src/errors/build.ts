import type { SchemaProblem } from "../upgrade/problem.js";

/** Why a configuration cannot be built. */
export type BuildErrorCode =
  /** A resource, template, node, fence device or role that is not there. */
  | "unknown-reference"
  /** An id or a node's name is used twice. */
  | "duplicate-id"
  /** A score, time span, name or number that nothing can mean. */
  | "invalid-value"
  /** The schema does not accept the whole; see `problems`. */
  | "invalid-document";

/** A configuration that cannot be built. Thrown by the call that has the mistake, where it can be seen there. */
export class BuildError extends Error {
  override readonly name = "BuildError";
  readonly code: BuildErrorCode;
  /** The id that is unknown, taken or the owner of the wrong value; undefined if no single one is meant. */
  readonly id: string | undefined;
  /** What the schema finds wrong, for the code `invalid-document`. */
  readonly problems: readonly SchemaProblem[];

  constructor(
    code: BuildErrorCode,
    message: string,
    id: string | undefined,
    problems: readonly SchemaProblem[] = [],
  ) {
    super(message);
    this.code = code;
    this.id = id;
    this.problems = problems;
  }
}
