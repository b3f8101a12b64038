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

/** An element that is being sifted. */
interface Level {
  readonly element: XmlElement;
  readonly attributes: Attributes;
  next: number;
  /** The children so far; undefined as long as they are what they were. */
  kept: XmlNode[] | undefined;
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
    return { element, attributes: attributesOf(element), next: 0, kept: undefined };
  };
  const levels = [open(root)];
  let result = root;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const child = level.element.children[level.next++];
    if (child === undefined) {
      levels.pop();
      result = close(level);
      const parent = levels.at(-1);
      if (parent !== undefined) keep(parent, level.element, result);
    } else if (!wanted(child)) level.kept ??= level.element.children.slice(0, level.next - 1);
    else if (child.kind === "element") levels.push(open(child));
    else level.kept?.push(child);
  }
  return result;
}

/** Notes what has become of the child that was looked at last. */
function keep(level: Level, child: XmlElement, result: XmlElement): void {
  if (result !== child) level.kept ??= level.element.children.slice(0, level.next - 1);
  level.kept?.push(result);
}

function close({ element, attributes, kept }: Level): XmlElement {
  if (kept === undefined) return attributes === element.attributes ? element : { ...element, attributes };
  return { ...element, attributes, children: kept.length === 0 ? NO_CHILDREN : kept };
}
