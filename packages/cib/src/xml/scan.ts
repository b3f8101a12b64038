import type { XmlError, XmlErrorCode } from "../errors/xml.js";
import { type Attributes, createAttributes, type MutableAttributes, NO_ATTRIBUTES } from "./attributes.js";
import { endOfName, endOfSpace, isSpace } from "./characters.js";
import { readDeclaration } from "./declaration.js";
import type { XmlLimits } from "./limits.js";
import type { OpaqueSpan, Outline, Remark } from "./outline.js";
import { errorAt } from "./position.js";
import { attributeValue, replaceReferences } from "./references.js";
import type { XmlCdata, XmlText } from "./tree.js";

const BANG = 33;
const DOUBLE_QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;

const COMMENT = "<!--";
const CDATA = "<![CDATA[";
const DOCTYPE = "<!DOCTYPE";

/** Character data longer than this is not left to the library, which gathers it one character at a time. */
const LONG_TEXT = 10_000;

/** Stands for a node that is no character data, or for white space, which is none unless there is other. */
const COMMENT_MASK = "<!---->";
/** Stands for character data. */
const CDATA_MASK = "<![CDATA[]]>";

/**
 * Reads a document's markup strictly: what XML 1.0 does not call well-formed is refused, and so are document types.
 *
 * @param text with newlines as the only line ends and without forbidden characters
 */
export function scan(text: string, limits: XmlLimits): Outline {
  return new Scanner(text, limits).document();
}

class Scanner {
  readonly #text: string;
  readonly #limits: XmlLimits;
  /** Everything before this offset has been read. */
  #at = 0;
  /** The names of the elements that are not closed yet. */
  readonly #open: string[] = [];
  readonly #names: string[] = [];
  readonly #attributes: Attributes[] = [];
  readonly #leaves: (Remark | XmlCdata | XmlText)[] = [];
  readonly #opaque: OpaqueSpan[] = [];

  constructor(text: string, limits: XmlLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  document(): Outline {
    const declared = readDeclaration(this.#text);
    this.#at = declared?.end ?? 0;
    const prolog = this.#remarks();
    const start = this.#at;
    if (start === this.#text.length) throw this.#error("truncated", "the document has no element", start);
    this.#rootElement();
    const end = this.#at;
    const epilog = this.#remarks();
    if (this.#at < this.#text.length) {
      throw this.#error("syntax", "nothing but comments may follow the root element", this.#at);
    }
    return {
      declaration: declared?.declaration,
      prolog,
      root: { start, end },
      names: this.#names,
      attributes: this.#attributes,
      leaves: this.#leaves,
      opaque: this.#opaque,
      epilog,
    };
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

  #rootElement(): void {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== LESS) throw this.#error("syntax", "an element is expected", this.#at);
    this.#startTag();
    while (this.#open.length > 0) {
      const markup = text.indexOf("<", this.#at);
      if (markup === -1) throw this.#error("truncated", `<${this.#open.at(-1)}> is not closed`, text.length);
      if (markup > this.#at) this.#characterData(markup);
      switch (text.charCodeAt(markup + 1)) {
        case SLASH:
          this.#endTag();
          break;
        case BANG:
          this.#leaves.push(text.startsWith(CDATA, markup) ? this.#cdata() : this.#comment());
          break;
        case QUESTION:
          this.#leaves.push(this.#instruction());
          this.#opaque.push({ mask: COMMENT_MASK, start: markup, end: this.#at });
          break;
        default:
          this.#startTag();
      }
    }
  }

  #startTag(): void {
    const text = this.#text;
    const start = this.#at;
    if (this.#open.length >= this.#limits.depth) {
      throw this.#error("too-deep", `elements are nested more than ${this.#limits.depth} deep`, start);
    }
    const name = this.#name(start + 1, "the name of an element");
    let attributes: MutableAttributes | undefined;
    for (;;) {
      const spaced = isSpace(text.charCodeAt(this.#at));
      if (spaced) this.#at = endOfSpace(text, this.#at + 1);
      const code = text.charCodeAt(this.#at);
      if (code === GREATER) {
        this.#open.push(name);
        this.#at += 1;
        break;
      }
      if (code === SLASH) {
        this.#at += 1;
        this.#expect(GREATER, '">" is expected after "/"');
        break;
      }
      if (!spaced) throw this.#error("syntax", `white space or ">" is expected in <${name}>`, this.#at);
      attributes ??= createAttributes();
      this.#attribute(attributes);
    }
    this.#names.push(name);
    this.#attributes.push(attributes ?? NO_ATTRIBUTES);
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
    const first = this.#at + 1;
    const end = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", first);
    if (end === -1) throw this.#error("truncated", `the value of "${name}" does not end`, text.length);
    this.#limitLength(first, end);
    const raw = text.slice(first, end);
    if (raw.includes("<")) {
      throw this.#error(
        "syntax",
        `"<" in the value of "${name}" has to be written as "&lt;"`,
        first + raw.indexOf("<"),
      );
    }
    if (attributes[name] !== undefined) {
      throw this.#error("syntax", `the attribute "${name}" occurs twice`, start);
    }
    attributes[name] = /[&\n\t]/.test(raw) ? attributeValue(text, first, end) : raw;
    this.#at = end + 1;
  }

  #endTag(): void {
    const start = this.#at;
    const name = this.#open.pop() ?? "";
    this.#at += 2;
    if (!this.#text.startsWith(name, this.#at)) {
      const cut = name.startsWith(this.#text.slice(this.#at));
      throw this.#error("syntax", `"</${name}>" is expected`, cut ? this.#text.length : start);
    }
    this.#at = endOfSpace(this.#text, this.#at + name.length);
    this.#expect(GREATER, `"</${name}>" is expected`);
  }

  #characterData(end: number): void {
    const text = this.#text;
    const start = this.#at;
    this.#at = end;
    this.#limitLength(start, end);
    const blank = endOfSpace(text, start) === end;
    const long = end - start > LONG_TEXT;
    if (blank && !long) return;
    const raw = text.slice(start, end);
    if (raw.includes("]]>")) {
      throw this.#error("syntax", '"]]>" has to be written as "]]&gt;"', start + raw.indexOf("]]>"));
    }
    const data = raw.includes("&") ? replaceReferences(text, start, end) : raw;
    if (long) {
      this.#leaves.push({ kind: "text", text: data });
      this.#opaque.push({ mask: blank ? COMMENT_MASK : CDATA_MASK, start, end });
    }
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
