import { OperationError } from "../errors/operation.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import { element, type XmlElement, type XmlNode } from "../xml/tree.js";

/**
 * The document without character data outside CDATA sections and without processing instructions: neither means anything
 * in a CIB, and Pacemaker drops both. The document itself if it has none.
 *
 * @throws OperationError `EINVAL` if elements are nested more than 400 deep
 */
export function withoutText(document: XmlElement): XmlElement {
  return strip(document, 1);
}

function strip(document: XmlElement, depth: number): XmlElement {
  if (depth > RECURSION_DEPTH) {
    throw new OperationError("EINVAL", { reason: `elements are nested more than ${RECURSION_DEPTH} deep` });
  }
  let changed = false;
  const children: XmlNode[] = [];
  for (const child of document.children) {
    if (child.kind === "text" || child.kind === "instruction") {
      changed = true;
      continue;
    }
    const kept = child.kind === "element" ? strip(child, depth + 1) : child;
    changed ||= kept !== child;
    children.push(kept);
  }
  return changed ? element(document.name, document.attributes, children) : document;
}
