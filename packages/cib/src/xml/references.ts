import { isAllowed } from "./characters.js";
import { errorAt } from "./position.js";

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * The text between two offsets of a document with each reference replaced, once: `&#10;` by a newline, `&amp;lt;` by `&lt;`.
 *
 * @throws XmlError `entity` for the name of an entity that XML does not define (documents cannot define their own here),
 *   `control-character` for the number of a character that XML does not allow, `syntax` for any other ampersand
 */
export function replaceReferences(document: string, start: number, end: number): string {
  return replaceBetween(document, start, end, (text) => text);
}

/**
 * The same for an attribute value, where a literal newline or tab means a blank (XML 1.0, section 3.3.3) and only a
 * reference gives the character itself.
 */
export function attributeValue(document: string, start: number, end: number): string {
  return replaceBetween(document, start, end, (text) => text.replace(/[\n\t]/g, " "));
}

/** Replaces references; what stands between them passes through `literal`. */
function replaceBetween(
  document: string,
  start: number,
  end: number,
  literal: (text: string) => string,
): string {
  let result = "";
  let copied = start;
  for (let at = document.indexOf("&", start); at !== -1 && at < end; at = document.indexOf("&", copied)) {
    const semicolon = document.indexOf(";", at);
    const name = semicolon === -1 || semicolon > end ? "" : document.slice(at + 1, semicolon);
    result += literal(document.slice(copied, at)) + (PREDEFINED.get(name) ?? numbered(name, document, at));
    copied = semicolon + 1;
  }
  return result + literal(document.slice(copied, end));
}

function numbered(name: string, document: string, at: number): string {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name) ?? [];
  if (hexadecimal === undefined && decimal === undefined) {
    if (/^[^\s<>&"'#]+$/.test(name))
      throw errorAt("entity", `the entity "${shorten(name)}" is not defined`, document, at);
    throw errorAt("syntax", '"&" has to be written as "&amp;"', document, at);
  }
  const codePoint = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (!isAllowed(codePoint)) {
    throw errorAt(
      "control-character",
      `"&${shorten(name)};" is not a character that XML allows`,
      document,
      at,
    );
  }
  return String.fromCodePoint(codePoint);
}

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
