import type { SchemaProblem } from "./problem.js";

/** Why a document cannot be used. */
export type SchemaErrorCode =
  /** `validate-with` is missing or names no known schema. */
  | "unknown-schema"
  /** The document satisfies neither its schema nor a later one, or cannot be brought to the latest. */
  | "invalid";

/** A document that cannot be brought to the schema the library works with. Pacemaker's tools end with status 78. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code: SchemaErrorCode;
  /** The exit status of a command that meets this error. */
  readonly exitStatus = 78;
  /** What the document's `validate-with` says. */
  readonly declared: string | undefined;
  /** What is wrong with the document as its schema, or the last one tried, sees it. */
  readonly problems: readonly SchemaProblem[];

  constructor(
    code: SchemaErrorCode,
    message: string,
    declared: string | undefined,
    problems: readonly SchemaProblem[] = [],
  ) {
    super(message);
    this.code = code;
    this.declared = declared;
    this.problems = problems;
  }
}
