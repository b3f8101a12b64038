import type { XmlError, XmlErrorCode } from "../errors/xml.js";
import { createAttributes, type MutableAttributes, NO_ATTRIBUTES } from "./attributes.js";
import { endOfName, endOfSpace, isSpace } from "./characters.js";
import { readDeclaration } from "./declaration.js";
import type { XmlLimits } from "./limits.js";
import { Nesting } from "./nesting.js";
import { errorAt } from "./position.js";
import { attributeValue, replaceReferences } from "./references.js";
import type { XmlCdata, XmlComment, XmlDocument, XmlElement, XmlInstruction } from "./tree.js";

const TAB = 9;
const NEWLINE = 10;
const BANG = 33;
const DOUBLE_QUOTE = 34;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;

const COMMENT = "<!--";
const CDATA = "<![CDATA[";
const DOCTYPE = "<!DOCTYPE";

/** What may also stand outside the root element. */
type Remark = XmlComment | XmlInstruction;

/**
 * Reads a document strictly: what XML 1.0 does not call well-formed is refused, and so are document types.
 *
 * @param text with newlines as the only line ends and without forbidden characters
 */
export function scan(text: string, limits: XmlLimits): XmlDocument {
  return new Scanner(text, limits).document();
}

class Scanner {
  readonly #text: string;
  readonly #limits: XmlLimits;
  /** Everything before this offset has been read. */
  #at = 0;
  readonly #nesting: Nesting;

  constructor(text: string, limits: XmlLimits) {
    this.#text = text;
    this.#limits = limits;
    this.#nesting = new Nesting(text);
  }

  document(): XmlDocument {
    const declared = readDeclaration(this.#text);
    this.#at = declared?.end ?? 0;
    const prolog = this.#remarks();
    const start = this.#at;
    if (start === this.#text.length) throw this.#error("truncated", "the document has no element", start);
    const root = this.#rootElement();
    const epilog = this.#remarks();
    if (this.#at < this.#text.length) {
      throw this.#error("syntax", "nothing but comments may follow the root element", this.#at);
    }
    return { ...(declared && { declaration: declared.declaration }), prolog, root, epilog };
  }

  /** Comments and processing instructions outside the root element. */
  #remarks(): Remark[] {
    const text = this.#text;
    const remarks: Remark[] = [];
    for (;;) {
      this.#at = endOfSpace(text, this.#at);
      if (text.charCodeAt(this.#at) !== LESS) break;
      const next = text.charCodeAt(this.#at + 1);
      if (next === QUESTION) remarks.push(this.#instruction());
      else if (next === BANG) remarks.push(this.#comment());
      else break;
    }
    return remarks;
  }

  #rootElement(): XmlElement {
    const text = this.#text;
    const nesting = this.#nesting;
    if (text.charCodeAt(this.#at) !== LESS) throw this.#error("syntax", "an element is expected", this.#at);
    this.#startTag();
    while (nesting.depth > 0) {
      const markup = text.indexOf("<", this.#at);
      if (markup === -1) throw this.#error("truncated", `<${nesting.innermost}> is not closed`, text.length);
      if (markup > this.#at) this.#characterData(markup);
      switch (text.charCodeAt(markup + 1)) {
        case SLASH:
          this.#endTag();
          break;
        case BANG:
          nesting.add(text.startsWith(CDATA, markup) ? this.#cdata() : this.#comment());
          break;
        case QUESTION:
          nesting.add(this.#instruction());
          break;
        default:
          this.#startTag();
      }
    }
    return nesting.root();
  }

  #startTag(): void {
    const text = this.#text;
    const start = this.#at;
    if (this.#nesting.depth >= this.#limits.depth) {
      throw this.#error("too-deep", `elements are nested more than ${this.#limits.depth} deep`, start);
    }
    const name = this.#name(start + 1, "the name of an element");
    let attributes: MutableAttributes | undefined;
    for (;;) {
      const spaced = isSpace(text.charCodeAt(this.#at));
      if (spaced) this.#at = endOfSpace(text, this.#at + 1);
      const code = text.charCodeAt(this.#at);
      if (code === GREATER) {
        this.#nesting.open(name, attributes ?? NO_ATTRIBUTES);
        this.#at += 1;
        return;
      }
      if (code === SLASH) {
        this.#at += 1;
        this.#expect(GREATER, '">" is expected after "/"');
        this.#nesting.addEmpty(name, attributes ?? NO_ATTRIBUTES);
        return;
      }
      if (!spaced) throw this.#error("syntax", `white space or ">" is expected in <${name}>`, this.#at);
      attributes ??= createAttributes();
      this.#attribute(attributes);
    }
  }

  #attribute(attributes: MutableAttributes): void {
    const text = this.#text;
    const start = this.#at;
    const name = this.#name(start, "the name of an attribute");
    this.#at = endOfSpace(text, this.#at);
    this.#expect(EQUALS, `"=" is expected after "${name}"`);
    this.#at = endOfSpace(text, this.#at);
    const quote = text.charCodeAt(this.#at);
    if (quote !== DOUBLE_QUOTE && quote !== APOSTROPHE) {
      throw this.#error("syntax", `the value of "${name}" has to stand in quotes`, this.#at);
    }
    if (attributes[name] !== undefined) {
      throw this.#error("syntax", `the attribute "${name}" occurs twice`, start);
    }
    attributes[name] = this.#value(name, quote);
  }

  /** The value up to the quote that ends it; most need nothing but to be cut out. */
  #value(name: string, quote: number): string {
    const text = this.#text;
    const first = this.#at + 1;
    let end = first;
    let plain = true;
    let less = -1;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code > LESS) continue;
      if (code === quote) break;
      if (code === LESS && less === -1) less = end;
      else if (code === AMPERSAND || code === NEWLINE || code === TAB) plain = false;
    }
    if (end === text.length) throw this.#error("truncated", `the value of "${name}" does not end`, end);
    this.#limitLength(first, end);
    if (less !== -1) {
      throw this.#error("syntax", `"<" in the value of "${name}" has to be written as "&lt;"`, less);
    }
    this.#at = end + 1;
    return plain ? text.slice(first, end) : attributeValue(text, first, end);
  }

  #endTag(): void {
    const start = this.#at;
    const name = this.#nesting.innermost;
    this.#at += 2;
    if (!this.#text.startsWith(name, this.#at)) {
      const cut = name.startsWith(this.#text.slice(this.#at));
      throw this.#error("syntax", `"</${name}>" is expected`, cut ? this.#text.length : start);
    }
    this.#at = endOfSpace(this.#text, this.#at + name.length);
    this.#expect(GREATER, `"</${name}>" is expected`);
    this.#nesting.close();
  }

  #characterData(end: number): void {
    const text = this.#text;
    const start = this.#at;
    this.#at = end;
    this.#limitLength(start, end);
    if (endOfSpace(text, start) === end) {
      this.#nesting.addSpace(start, end);
      return;
    }
    const raw = text.slice(start, end);
    if (raw.includes("]]>")) {
      throw this.#error("syntax", '"]]>" has to be written as "]]&gt;"', start + raw.indexOf("]]>"));
    }
    this.#nesting.add({ kind: "text", text: raw.includes("&") ? replaceReferences(text, start, end) : raw });
  }

  #comment(): Remark {
    const text = this.#text;
    const start = this.#at;
    if (!text.startsWith(COMMENT, start)) throw this.#misplacedDeclaration();
    const first = start + COMMENT.length;
    const end = text.indexOf("--", first);
    if (end === -1) throw this.#error("truncated", "the comment does not end", text.length);
    this.#limitLength(first, end);
    this.#at = end + 2;
    this.#expect(GREATER, '"--" must not occur in a comment');
    return { kind: "comment", text: text.slice(first, end) };
  }

  #cdata(): XmlCdata {
    const first = this.#at + CDATA.length;
    const end = this.#text.indexOf("]]>", first);
    if (end === -1) throw this.#error("truncated", "the CDATA section does not end", this.#text.length);
    this.#limitLength(first, end);
    this.#at = end + 3;
    return { kind: "cdata", text: this.#text.slice(first, end) };
  }

  #instruction(): Remark {
    const text = this.#text;
    const start = this.#at;
    const target = this.#name(start + 2, "the target of a processing instruction");
    const first = endOfSpace(text, this.#at);
    const end = text.indexOf("?>", first);
    if (end === -1) throw this.#error("truncated", "the processing instruction does not end", text.length);
    if (target.toLowerCase() === "xml") {
      throw this.#error("syntax", "an XML declaration may stand at the very start only", start);
    }
    if (first === this.#at && end !== first) {
      throw this.#error("syntax", `white space or "?>" is expected after "<?${target}"`, first);
    }
    this.#limitLength(first, end);
    this.#at = end + 2;
    return { kind: "instruction", target, text: text.slice(first, end) };
  }

  /** The error for a `<!` that starts nothing allowed at this place. */
  #misplacedDeclaration(): XmlError {
    const start = this.#at;
    const beginning = this.#text.slice(start, start + CDATA.length);
    if (beginning === DOCTYPE) {
      return this.#error("doctype", "a document type declaration is not accepted", start);
    }
    const cut =
      start + beginning.length === this.#text.length &&
      [COMMENT, CDATA, DOCTYPE].some((whole) => whole.startsWith(beginning));
    return this.#error("syntax", '"<!" starts nothing that may stand here', cut ? this.#text.length : start);
  }

  #name(start: number, what: string): string {
    const end = endOfName(this.#text, start);
    if (end === start) throw this.#error("syntax", `${what} is expected`, start);
    this.#at = end;
    return this.#text.slice(start, end);
  }

  #expect(code: number, problem: string): void {
    if (this.#text.charCodeAt(this.#at) !== code) throw this.#error("syntax", problem, this.#at);
    this.#at += 1;
  }

  #limitLength(start: number, end: number): void {
    if (end - start > this.#limits.valueLength) {
      throw this.#error("too-large", `a value has more than ${this.#limits.valueLength} characters`, start);
    }
  }

  /** What is wrong at the very end is wrong because something is missing there. */
  #error(code: XmlErrorCode, problem: string, offset: number): XmlError {
    const atEnd = code === "syntax" && offset >= this.#text.length;
    return errorAt(atEnd ? "truncated" : code, problem, this.#text, offset);
  }
}
