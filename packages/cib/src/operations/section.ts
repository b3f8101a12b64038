import { element, type XmlElement } from "../xml/tree.js";
import { type Place, withChildrenAt } from "./place.js";

/** Where the sections are (the ways from `cib` to them). `all` and no section at all mean `cib` itself. */
const WAYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["cib", []],
  ["all", []],
  ["status", ["status"]],
  ["configuration", ["configuration"]],
  ...[
    "crm_config",
    "nodes",
    "resources",
    "constraints",
    "op_defaults",
    "rsc_defaults",
    "acls",
    "fencing-topology",
    "tags",
    "alerts",
  ].map((name): [string, readonly string[]] => [name, ["configuration", name]]),
]);

/** The parts of a document that requests can name. */
export const SECTIONS: readonly string[] = [...WAYS.keys()];

/** Where a section is; undefined if the document does not have it, or there is none of that name. */
export function placeOfSection(root: XmlElement, section: string | undefined): Place | undefined {
  const way = WAYS.get(section ?? "cib");
  if (way === undefined || root.name !== "cib") return undefined;
  const place: number[] = [];
  let current = root;
  for (const name of way) {
    const index = current.children.findIndex((child) => child.kind === "element" && child.name === name);
    const child = current.children[index];
    if (child?.kind !== "element") return undefined;
    place.push(index);
    current = child;
  }
  return place;
}

/** Adds a section as the last child of its parent, if it is missing and known. */
export function withSection(root: XmlElement, section: string | undefined): XmlElement {
  if (placeOfSection(root, section) !== undefined) return root;
  const way = WAYS.get(section ?? "cib") ?? [];
  const name = way.at(-1);
  const parent = placeOfSection(root, way.length > 1 ? way.at(-2) : "cib");
  if (name === undefined || parent === undefined) return root;
  return withChildrenAt(root, parent, (children) => [...children, element(name)]);
}

/** A given input, reduced to what a section's request means. */
export function inputForSection(input: XmlElement, section: string | undefined): XmlElement | undefined {
  if (section === undefined || input.name !== "cib") return input;
  const place = placeOfSection(input, section);
  if (place === undefined) return undefined;
  return place.reduce((current: XmlElement | undefined, index) => {
    const child = current?.children[index];
    return child?.kind === "element" ? child : undefined;
  }, input);
}
