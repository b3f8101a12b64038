/**
 * Why an XPath expression gives no answer.
 *
 * - `syntax`: not an XPath 1.0 expression.
 * - `unknown-function`, `unknown-variable`, `unknown-prefix`: a name that nothing has been declared for.
 * - `type`: a value where only a set of nodes will do, or a wrong number of arguments.
 * - `too-long`, `too-deep`: the expression exceeds a limit of {@link XPathLimits}.
 * - `too-costly`: the evaluation exceeds a limit of {@link XPathLimits}.
 */
export type XPathErrorCode =
  | "syntax"
  | "unknown-function"
  | "unknown-variable"
  | "unknown-prefix"
  | "type"
  | "too-long"
  | "too-deep"
  | "too-costly";

/** An XPath expression that cannot be read or evaluated. */
export class XPathError extends Error {
  override readonly name = "XPathError";
  readonly code: XPathErrorCode;
  /** Place in the expression in UTF-16 code units, from 1; undefined if the expression as a whole is meant. */
  readonly column: number | undefined;

  constructor(code: XPathErrorCode, problem: string, column?: number) {
    super(column === undefined ? `XPath: ${problem}` : `XPath, column ${column}: ${problem}`);
    this.code = code;
    this.column = column;
  }
}
