import { element, type XmlElement, type XmlNode } from "../xml/tree.js";

/** Where an element is: the indexes of the children on the way from the root element. Empty for the root itself. */
export type Place = readonly number[];

export function elementAt(root: XmlElement, place: Place): XmlElement | undefined {
  let current = root;
  for (const index of place) {
    const child = current.children[index];
    if (child?.kind !== "element") return undefined;
    current = child;
  }
  return current;
}

/** The document with other children at a place; everything beside the way there is shared with the old one. */
export function withChildrenAt(
  root: XmlElement,
  place: Place,
  change: (children: readonly XmlNode[]) => readonly XmlNode[],
): XmlElement {
  return changeAt(root, place, (parent) => element(parent.name, parent.attributes, change(parent.children)));
}

/** The document with something else in the place of an element; itself if the change gives the same element. */
export function changeAt(
  root: XmlElement,
  place: Place,
  change: (found: XmlElement) => XmlElement,
): XmlElement {
  const [index, ...rest] = place;
  if (index === undefined) return change(root);
  const child = root.children[index];
  if (child?.kind !== "element") return root;
  const changed = changeAt(child, rest, change);
  if (changed === child) return root;
  return element(root.name, root.attributes, root.children.with(index, changed));
}

/** The document without an element; itself if the element is the root. */
export function withoutElement(root: XmlElement, place: Place): XmlElement {
  const index = place.at(-1);
  if (index === undefined) return root;
  return withChildrenAt(root, place.slice(0, -1), (children) => children.toSpliced(index, 1));
}

/** The first element, in document order, below a place that passes a test. */
export function findBelow(
  root: XmlElement,
  place: Place,
  test: (candidate: XmlElement) => boolean,
): Place | undefined {
  const start = elementAt(root, place);
  if (start === undefined) return undefined;
  const levels = [{ parent: start, next: 0 }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const child = level.parent.children[level.next];
    if (child === undefined) {
      levels.pop();
      continue;
    }
    level.next += 1;
    if (child.kind !== "element") continue;
    if (test(child)) return [...place, ...levels.map(({ next }) => next - 1)];
    levels.push({ parent: child, next: 0 });
  }
  return undefined;
}
