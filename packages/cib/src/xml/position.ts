import { XmlError, type XmlErrorCode } from "../errors/xml.js";

/** An error at an offset of a text, which becomes line and column. */
export function errorAt(code: XmlErrorCode, problem: string, text: string, offset: number): XmlError {
  let line = 1;
  let lineStart = 0;
  for (let newline = text.indexOf("\n"); newline !== -1 && newline < offset; ) {
    line += 1;
    lineStart = newline + 1;
    newline = text.indexOf("\n", lineStart);
  }
  return new XmlError(code, problem, line, offset - lineStart + 1);
}
