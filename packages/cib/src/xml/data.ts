import { type Attributes, NO_CHILDREN, type XmlComment, type XmlElement, type XmlNode } from "./tree.js";

/** A node that means something in a CIB: an element or a comment. */
export type DataNode = XmlElement | XmlComment;

/** Whether a node means something in a CIB. Comments do: their places count in patchsets and digests. */
export function isData(node: XmlNode): node is DataNode {
  return node.kind === "element" || node.kind === "comment";
}

/** The elements and comments in an element; the very list of its children if nothing else is among them. */
export function dataChildren(parent: XmlElement): readonly DataNode[] {
  const { children } = parent;
  return children.every(isData) ? children : children.filter(isData);
}

/** The document without text, CDATA sections and processing instructions, none of which means anything in a CIB. */
export function dataOnly(root: XmlElement): XmlElement {
  return sift(root, isData);
}

interface Level {
  readonly element: XmlElement;
  readonly attributes: Attributes;
  readonly kept: XmlNode[];
  next: number;
  changed: boolean;
}

/**
 * The document with some of its nodes and attributes only. It shares with the old one whatever loses nothing.
 *
 * @param wanted whether a node below the root stays
 * @param attributesOf what an element keeps of its attributes; the very attributes, if all
 */
export function sift(
  root: XmlElement,
  wanted: (node: XmlNode) => boolean,
  attributesOf: (element: XmlElement) => Attributes = ({ attributes }) => attributes,
): XmlElement {
  const open = (element: XmlElement): Level => {
    const attributes = attributesOf(element);
    return { element, attributes, kept: [], next: 0, changed: attributes !== element.attributes };
  };
  const levels = [open(root)];
  let result = root;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const child = level.element.children[level.next++];
    if (child === undefined) {
      levels.pop();
      result = close(level);
      const parent = levels.at(-1);
      parent?.kept.push(result);
      if (parent !== undefined && level.changed) parent.changed = true;
    } else if (!wanted(child)) level.changed = true;
    else if (child.kind === "element") levels.push(open(child));
    else level.kept.push(child);
  }
  return result;
}

function close({ element, attributes, kept, changed }: Level): XmlElement {
  if (!changed) return element;
  return { ...element, attributes, children: kept.length === 0 ? NO_CHILDREN : kept };
}
