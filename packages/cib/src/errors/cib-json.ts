import { type CibProblem, describeProblems } from "./cib.js";

/** Why a JSON text is not read. */
export type CibJsonErrorCode =
  /** It is no JSON. */
  | "syntax"
  /** It is longer than the limit. */
  | "too-large"
  /** It is nested deeper than the limit, or has a name that no document needs. */
  | "unsafe"
  /** It does not have the form of a CIB. */
  | "invalid";

/** A text or value that is no CIB in its JSON form. Places are JSON Pointers (RFC 6901). */
export class CibJsonError extends Error {
  override readonly name = "CibJsonError";
  readonly code: CibJsonErrorCode;
  /** Everything that was found, not just the first. */
  readonly problems: readonly CibProblem[];

  constructor(code: CibJsonErrorCode, problems: readonly CibProblem[]) {
    super(describeProblems(problems));
    this.code = code;
    this.problems = problems;
  }
}
