import { XMLParser } from "fast-xml-parser";
import { NO_ATTRIBUTES } from "./attributes.js";
import type { Outline } from "./outline.js";
import { replaceReferences } from "./references.js";
import { NO_CHILDREN, type XmlElement, type XmlNode } from "./tree.js";

/** What the library makes of one node: an object with one of these properties. */
interface OrderedNode {
  readonly e?: readonly OrderedNode[];
  readonly "#text"?: string;
  readonly "#comment"?: readonly OrderedNode[];
  readonly "#cdata"?: readonly OrderedNode[];
}

/**
 * The tree of the root element. Nesting and character data are read by the library, names, attributes and leaves have
 * been read by the scanner; both meet in document order.
 *
 * The library alone would not be faithful there: it renames or refuses names such as `constructor`, takes processing
 * instructions for lists of attributes, lets much pass that is not well-formed, and gathers text by single characters.
 */
export function arrange(text: string, outline: Outline, depth: number): XmlElement {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: true,
    transformTagName: (name) => (name.endsWith("/") ? "e/" : "e"),
    commentPropName: "#comment",
    cdataPropName: "#cdata",
    trimValues: false,
    parseTagValue: false,
    processEntities: false,
    jPath: false,
    maxNestedTags: depth,
  });
  const ordered: readonly OrderedNode[] = parser.parse(maskOpaque(text, outline));
  return new Arrangement(outline).root(ordered);
}

/** The root element as the library gets to see it. */
function maskOpaque(text: string, { root, opaque }: Outline): string {
  let masked = "";
  let copied = root.start;
  for (const { mask, start, end } of opaque) {
    masked += text.slice(copied, start) + mask;
    copied = end;
  }
  return masked + text.slice(copied, root.end);
}

/** Children that are still being filled in. */
interface Frame {
  readonly source: readonly OrderedNode[];
  readonly target: XmlNode[];
  /** Whether there is character data other than white space, so that white space means something too. */
  readonly mixed: boolean;
  next: number;
}

class Arrangement {
  readonly #outline: Outline;
  #elements = 0;
  #leaves = 0;

  constructor(outline: Outline) {
    this.#outline = outline;
  }

  root(ordered: readonly OrderedNode[]): XmlElement {
    const frames: Frame[] = [];
    const root = this.#element(ordered[0]?.e ?? [], frames);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const node = frame.source[frame.next++];
      if (node === undefined) frames.pop();
      else this.#node(node, frame, frames);
    }
    return root;
  }

  #node(node: OrderedNode, { target, mixed }: Frame, frames: Frame[]): void {
    const raw = node["#text"];
    if (node.e !== undefined) target.push(this.#element(node.e, frames));
    else if (raw === undefined) {
      const leaf = this.#outline.leaves[this.#leaves++];
      if (leaf !== undefined && (mixed || leaf.kind !== "text")) target.push(leaf);
    } else if (mixed) {
      target.push({ kind: "text", text: raw.includes("&") ? replaceReferences(raw, 0, raw.length) : raw });
    }
  }

  #element(source: readonly OrderedNode[], frames: Frame[]): XmlElement {
    const index = this.#elements++;
    const name = this.#outline.names[index] ?? "";
    const attributes = this.#outline.attributes[index] ?? NO_ATTRIBUTES;
    if (source.length === 0) return { kind: "element", name, attributes, children: NO_CHILDREN };
    const target: XmlNode[] = [];
    frames.push({ source, target, mixed: source.some(isCharacterData), next: 0 });
    return { kind: "element", name, attributes, children: target };
  }
}

function isCharacterData(node: OrderedNode): boolean {
  return node["#cdata"] !== undefined || (node["#text"] !== undefined && /[^ \n\t]/.test(node["#text"]));
}
