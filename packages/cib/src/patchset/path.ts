import type { XmlNode } from "../xml/tree.js";

/** What a path calls a comment. */
export const COMMENT = "comment";

/** The way to a node: the node itself and the way to its parent. Its text is made only when it is needed. */
export interface Place {
  readonly parent: Place | undefined;
  readonly node: XmlNode;
}

/** The path of a node. */
export function pathOf({ parent, node }: Place): string {
  const component = `/${componentOf(node)}`;
  return parent === undefined ? component : pathOf(parent) + component;
}

/** A node's own component of its path. Nodes that differ in it never correspond to each other. */
export function componentOf(node: XmlNode): string {
  if (node.kind !== "element") return COMMENT;
  const { id } = node.attributes;
  return id === undefined ? node.name : componentText(node.name, id);
}

/** The component for elements with an id. */
export function componentText(name: string, id: string): string {
  return `${name}[@id='${id}']`;
}

/** One component of a path as it is looked for. */
export interface Component {
  readonly name: string;
  /** Undefined if any id will do, or none. */
  readonly id: string | undefined;
}

/** The first component may hold white space, the rest ends there, as `scanf` would read it. */
const PATH = /^\/([^/]+)([^ \t\n\v\f\r]*)/;
const COMPONENT = /^([^[]+)(?:\[@id='([^']+))?/;

/**
 * Reads a path as Pacemaker does: up to an empty component, anything but a name and an id passed over. Undefined if the
 * path names no element at all; a component that names none is null.
 */
export function parsePath(path: string): readonly (Component | null)[] | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, first = "", rest = ""] = match;
  const components = [parseComponent(first)];
  for (const text of rest.split("/").slice(1)) {
    if (text === "") break;
    components.push(parseComponent(text));
  }
  return components;
}

function parseComponent(text: string): Component | null {
  const match = COMPONENT.exec(text);
  return match === null ? null : { name: match[1] ?? "", id: match[2] };
}
