import { XmlError, type XmlErrorCode } from "../errors/xml.js";
import { findForbidden } from "./characters.js";
import { type Encoding, readDeclaration } from "./declaration.js";
import type { XmlLimits } from "./limits.js";
import { errorAt } from "./position.js";
import { findInvalidUtf8 } from "./utf8.js";

/** The decoder that browsers and Node have; nothing else of theirs is needed here. */
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

const BYTE_ORDER_MARK = "\uFEFF";
const CHUNK = 8192;
const NEWLINE = 10;
const LESS = 60;

/**
 * A document's text: decoded, without byte order mark, with newlines as the only line ends, and with nothing in it that
 * XML forbids. Understands UTF-8, US-ASCII and ISO-8859-1.
 *
 * @throws XmlError `too-large`, `encoding`, `control-character`, or `truncated` when the bytes end within a character
 */
export function toText(input: string | Uint8Array, limits: XmlLimits): string {
  if (input.length > limits.documentLength) {
    const unit = typeof input === "string" ? "characters" : "bytes";
    throw new XmlError("too-large", `the document has more than ${limits.documentLength} ${unit}`, 1, 1);
  }
  const decoded = typeof input === "string" ? input : decode(input);
  const marked = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  const text = marked.includes("\r") ? marked.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : marked;
  const forbidden = findForbidden(text);
  if (forbidden !== -1) {
    const code = text.charCodeAt(forbidden).toString(16).toUpperCase().padStart(4, "0");
    throw errorAt("control-character", `the character U+${code} is not allowed in XML`, text, forbidden);
  }
  return text;
}

function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === "ISO-8859-1") return fromLatin1(bytes);
  if (encoding === "US-ASCII") {
    const offset = bytes.findIndex((byte) => byte > 127);
    if (offset !== -1) throw byteError("encoding", "this byte is not US-ASCII", bytes, offset);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const { offset, cut } = findInvalidUtf8(bytes);
    throw cut
      ? byteError("truncated", "the document ends within a character", bytes, offset)
      : byteError("encoding", "this byte is not UTF-8", bytes, offset);
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  const marked = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  if (marked || (first === 0 && second === LESS) || (first === LESS && second === 0)) {
    throw byteError("encoding", "UTF-16 is not supported; convert the document to UTF-8", bytes, 0);
  }
  const hasUtf8Mark = first === 0xef && second === 0xbb;
  if (hasUtf8Mark || first !== LESS) return "UTF-8";
  // A declaration ends at the first ">", and nothing but ASCII may come before it.
  const end = bytes.indexOf(62);
  const start = fromLatin1(bytes.subarray(0, end === -1 ? 0 : Math.min(end + 1, CHUNK)));
  return readDeclaration(start)?.encoding ?? "UTF-8";
}

function fromLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return text;
}

function byteError(code: XmlErrorCode, problem: string, bytes: Uint8Array, offset: number): XmlError {
  let line = 1;
  let lineStart = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < offset; at = bytes.indexOf(NEWLINE, lineStart)) {
    line += 1;
    lineStart = at + 1;
  }
  return new XmlError(code, problem, line, offset - lineStart + 1);
}
