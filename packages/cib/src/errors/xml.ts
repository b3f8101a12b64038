/**
 * Why a document was refused.
 *
 * - `syntax`: not well-formed XML.
 * - `truncated`: well-formed as far as it goes, but the input ends too early.
 * - `doctype`: a document type declaration, which is never needed and never read.
 * - `entity`: a reference to an entity that XML itself does not define.
 * - `control-character`: a character that no XML document may contain.
 * - `encoding`: bytes that are not text in the encoding they claim, or an encoding that is not supported.
 * - `too-deep`, `too-large`: one of the limits of {@link XmlLimits} is exceeded.
 */
export type XmlErrorCode =
  | "syntax"
  | "truncated"
  | "doctype"
  | "entity"
  | "control-character"
  | "encoding"
  | "too-deep"
  | "too-large";

/** A document that cannot be read as XML. */
export class XmlError extends Error {
  override readonly name = "XmlError";
  readonly code: XmlErrorCode;
  /** Line of the offence, from 1. */
  readonly line: number;
  /** Column of the offence in UTF-16 code units (in bytes for undecodable input), from 1. */
  readonly column: number;

  constructor(code: XmlErrorCode, problem: string, line: number, column: number) {
    super(`line ${line}, column ${column}: ${problem}`);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}
