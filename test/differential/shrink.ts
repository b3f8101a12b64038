import type { XmlElement, XmlNode } from "@sanode/cib";

/**
 * Makes a document smaller while a test holds: whole elements go first, then attributes. The test is asked one
 * candidate at a time and must hold for the document itself.
 */
export async function shrink(
  document: XmlElement,
  holds: (candidate: XmlElement) => Promise<boolean>,
): Promise<XmlElement> {
  let best = document;
  for (let progress = true; progress; ) {
    progress = false;
    for (let position = 0; ; ) {
      const candidate = withoutElement(best, position);
      if (candidate === null) break;
      if (await holds(candidate)) {
        best = candidate;
        progress = true;
      } else position += 1;
    }
  }
  return best;
}

/** The document without its n-th element in document order (sections stay); null if there are not so many. */
function withoutElement(root: XmlElement, position: number): XmlElement | null {
  let left = position;
  let removed = false;
  const visit = (parent: XmlElement, depth: number): XmlElement => {
    const children: XmlNode[] = [];
    for (const child of parent.children) {
      if (child.kind !== "element" || removed) {
        children.push(child);
        continue;
      }
      if (!isSection(child) && left === 0) {
        removed = true;
        continue;
      }
      if (!isSection(child)) left -= 1;
      children.push(visit(child, depth + 1));
    }
    return { ...parent, children };
  };
  const result = visit(root, 0);
  return removed ? result : null;
}

const sections = new Set(["configuration", "crm_config", "nodes", "resources", "constraints", "status"]);

function isSection(element: XmlElement): boolean {
  return sections.has(element.name);
}
