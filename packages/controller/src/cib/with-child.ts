import { isElement, type XmlElement } from "@sanode/cib";

/** An element with a child in the place of the first of that name, or at the end. */
export function withChild(parent: XmlElement, child: XmlElement): XmlElement {
  const children = [...parent.children];
  const place = children.findIndex((candidate) => isElement(candidate) && candidate.name === child.name);
  if (place < 0) children.push(child);
  else children[place] = child;
  return { ...parent, children };
}
