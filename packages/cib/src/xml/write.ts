import type { Attributes } from "./attributes.js";
import type {
  XmlCdata,
  XmlComment,
  XmlDeclaration,
  XmlDocument,
  XmlElement,
  XmlInstruction,
  XmlNode,
} from "./tree.js";

/** How an element is written. */
export interface FormatOptions {
  /** One node a line, two blanks a level, a newline at the end; otherwise nothing between nodes. Default true. */
  readonly indent?: boolean;
}

/**
 * Writes an element as XML: `<x/>` for an empty element; `<`, `>`, `&`, `"` and control characters in attribute values
 * as references; all else as it is.
 *
 * Where an element has character data, its content stays on one line, because white space means something there. Names
 * are written unchecked, as Pacemaker does: a tree made by hand may become XML that nobody can read back.
 */
export function formatXml(element: XmlElement, options: FormatOptions = {}): string {
  return new Writer(options.indent ?? true).write([element]);
}

/** Writes a document with what stands around its root element; always indented. */
export function formatDocument(document: XmlDocument): string {
  const { declaration, prolog, root, epilog } = document;
  const nodes = new Writer(true).write([...prolog, root, ...epilog]);
  return declaration === undefined ? nodes : `${formatDeclaration(declaration)}\n${nodes}`;
}

function formatDeclaration({ version, encoding, standalone }: XmlDeclaration): string {
  const encodingPart = encoding === undefined ? "" : ' encoding="UTF-8"';
  const standalonePart = standalone === undefined ? "" : ` standalone="${standalone}"`;
  return `<?xml version="${version}"${encodingPart}${standalonePart}?>`;
}

/** An element whose start tag has been written. */
interface OpenElement {
  readonly element: XmlElement;
  /** The index of the child to be written next. */
  next: number;
  /** What comes before each child and before the end tag; nothing where there is character data. */
  readonly childIndent: string;
  readonly endIndent: string;
  /** Whether white space between its children will be kept when this is read again. */
  readonly mixed: boolean;
}

class Writer {
  readonly #indent: string;
  readonly #open: OpenElement[] = [];
  #output = "";

  constructor(indent: boolean) {
    this.#indent = indent ? "\n" : "";
  }

  write(nodes: readonly XmlNode[]): string {
    for (const node of nodes) {
      this.#node(node, this.#indent);
      for (let open = this.#open.at(-1); open !== undefined; open = this.#open.at(-1)) this.#continue(open);
      this.#output += this.#indent;
    }
    return this.#output;
  }

  #continue(open: OpenElement): void {
    const child = open.element.children[open.next];
    if (child === undefined) {
      this.#output += `${open.endIndent}</${open.element.name}>`;
      this.#open.pop();
      return;
    }
    open.next += 1;
    this.#output += open.childIndent;
    this.#node(child, open.childIndent);
  }

  #node(node: XmlNode, indent: string): void {
    if (node.kind === "element") this.#startTag(node, indent);
    else if (node.kind === "text")
      this.#output += this.#open.at(-1)?.mixed === false ? escapeBlank(node.text) : escapeText(node.text);
    else this.#output += formatLeaf(node);
  }

  #startTag(element: XmlElement, indent: string): void {
    this.#output += `<${element.name}${formatAttributes(element.attributes)}`;
    if (element.children.length === 0) {
      this.#output += "/>";
      return;
    }
    this.#output += ">";
    const inline = indent === "" || element.children.some(isCharacterData);
    this.#open.push({
      element,
      next: 0,
      childIndent: inline ? "" : `${indent}  `,
      endIndent: inline ? "" : indent,
      mixed: inline && element.children.some(isMoreThanBlank),
    });
  }
}

function isCharacterData(node: XmlNode): boolean {
  return node.kind === "text" || node.kind === "cdata";
}

function isMoreThanBlank(node: XmlNode): boolean {
  return node.kind === "cdata" || (node.kind === "text" && !isBlank(node.text));
}

function isBlank(text: string): boolean {
  return /^[ \n\t]*$/.test(text);
}

/** Writes what is neither element nor text. What would end it too early, and cannot be in what has been read, is broken up. */
function formatLeaf(leaf: XmlComment | XmlCdata | XmlInstruction): string {
  switch (leaf.kind) {
    case "comment":
      return `<!--${leaf.text.replace(/-(?=-|$)/g, "- ")}-->`;
    case "cdata":
      return `<![CDATA[${leaf.text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
    case "instruction": {
      const text = leaf.text.replaceAll("?>", "? >");
      return text === "" ? `<?${leaf.target}?>` : `<?${leaf.target} ${text}?>`;
    }
  }
}

function formatAttributes(attributes: Attributes): string {
  let text = "";
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeValue(value)}"`;
  }
  return text;
}

/** All but the plain characters: control characters, `"`, `&`, `<`, `>`. */
const SPECIAL_IN_VALUE = /[^ !#-%'-;=?-~\u0080-\uFFFF]/g;
/** In character data, newlines, tabs and quotation marks may stay. */
const SPECIAL_IN_TEXT = /[^\n\t -%'-;=?-~\u0080-\uFFFF]/g;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["<", "&lt;"],
  [">", "&gt;"],
  ["&", "&amp;"],
  ['"', "&quot;"],
]);

/** A character as a reference: a name where XML has one, else two or more hexadecimal digits. */
function escapeCharacter(character: string): string {
  const named = ESCAPES.get(character);
  if (named !== undefined) return named;
  return `&#x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")};`;
}

function escapeValue(value: string): string {
  return value.search(SPECIAL_IN_VALUE) === -1 ? value : value.replace(SPECIAL_IN_VALUE, escapeCharacter);
}

function escapeText(text: string): string {
  return text.replace(SPECIAL_IN_TEXT, escapeCharacter);
}

/** White space alone would be taken for indentation; as a reference it is not. */
function escapeBlank(text: string): string {
  return isBlank(text) && text !== "" ? escapeCharacter(text.charAt(0)) + text.slice(1) : escapeText(text);
}
