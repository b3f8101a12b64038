import { element, type XmlElement, type XmlNode } from "../xml/tree.js";

/**
 * The document without character data outside CDATA sections and without processing instructions: neither means anything
 * in a CIB, and Pacemaker drops both. The document itself if it has none.
 */
export function withoutText(document: XmlElement): XmlElement {
  let changed = false;
  const children: XmlNode[] = [];
  for (const child of document.children) {
    if (child.kind === "text" || child.kind === "instruction") {
      changed = true;
      continue;
    }
    const kept = child.kind === "element" ? withoutText(child) : child;
    changed ||= kept !== child;
    children.push(kept);
  }
  return changed ? element(document.name, document.attributes, children) : document;
}
