import { XPathError } from "../errors/xpath.js";
import type { XmlElement } from "../xml/tree.js";
import { selectNodes } from "../xpath/evaluate.js";
import type { XPathNode } from "../xpath/node.js";

/**
 * What a request's XPath selects, in document order. An expression that is none, that gives no nodes, or that does not start
 * at the document's root (`nvpair` instead of `//nvpair`) selects nothing, as in Pacemaker.
 *
 * @throws XPathError for an expression that exceeds a limit
 */
export function matchesOf(root: XmlElement, xpath: string): readonly XPathNode[] {
  try {
    return selectNodes(root, xpath, { relativeTo: "nothing" });
  } catch (error) {
    if (!(error instanceof XPathError) || LIMITS.has(error.code)) throw error;
    return [];
  }
}

const LIMITS: ReadonlySet<string> = new Set(["too-long", "too-deep", "too-costly"]);
