import { OperationError } from "../errors/operation.js";
import { element, type XmlElement } from "../xml/tree.js";
import { pathTo, type XPathNode } from "../xpath/node.js";
import { changeAt, withChildrenAt } from "./place.js";

/**
 * The document without what an XPath has selected: an element or another child, or an attribute.
 *
 * @throws OperationError `EINVAL` for the root element and what is above it
 */
export function removeMatch(document: XmlElement, match: XPathNode): XmlElement {
  if (match.kind === "attribute") {
    return changeAt(document, pathTo(match.parent), (owner) => {
      const rest = Object.entries(owner.attributes).filter(([name]) => name !== match.name);
      return element(owner.name, Object.fromEntries(rest), owner.children);
    });
  }
  if (match.kind === "document" || match.parent.kind === "document") {
    throw new OperationError("EINVAL", { reason: "the root element cannot be removed" });
  }
  return withChildrenAt(document, pathTo(match.parent), (children) => children.toSpliced(match.index, 1));
}
