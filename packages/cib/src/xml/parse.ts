import { toText } from "./encoding.js";
import { DEFAULT_LIMITS, type XmlLimits } from "./limits.js";
import { scan } from "./scan.js";
import type { XmlDocument, XmlElement } from "./tree.js";

/**
 * Reads a document's root element.
 *
 * Nothing is lost but white space between elements, and what stands around the root element (for that see
 * {@link parseDocument}). Attribute values are texts, never numbers; references in them are replaced once.
 *
 * @param input text, or bytes in UTF-8, US-ASCII or ISO-8859-1
 * @throws XmlError if the input is not well-formed, has a document type declaration, or exceeds a limit
 */
export function parseXml(input: string | Uint8Array, limits?: Partial<XmlLimits>): XmlElement {
  return parseDocument(input, limits).root;
}

/** Reads a whole document, comments and processing instructions around the root element included; see {@link parseXml}. */
export function parseDocument(input: string | Uint8Array, limits?: Partial<XmlLimits>): XmlDocument {
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  return scan(toText(input, allLimits), allLimits);
}
