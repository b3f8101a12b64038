import { descendants, type XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";

/** Elements whose `id` is not their own: it refers to something, or is a name that the cluster layer chose. */
const FOREIGN_ID: ReadonlySet<string> = new Set(["node", "resource_ref", "obj_ref", "role"]);

const RESOURCES = ["primitive", "group", "clone", "bundle", "template", "tag"];

/** Attributes that refer to elements, by the name of the referring element, with the names of possible targets. */
const REFERENCES: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map([
  ["primitive", new Map([["template", ["template"]]])],
  ["rsc_location", new Map([["rsc", RESOURCES]])],
  ["rsc_colocation", new Map([...both("rsc", "with-rsc")])],
  ["rsc_order", new Map([...both("first", "then")])],
  ["rsc_ticket", new Map([["rsc", RESOURCES]])],
  ["resource_ref", new Map([["id", RESOURCES]])],
  ["role", new Map([["id", ["acl_role"]]])],
]);

function both(one: string, other: string): [string, readonly string[]][] {
  return [
    [one, RESOURCES],
    [other, RESOURCES],
  ];
}

/** Reports ids that occur twice, and references to elements that are not there. */
export function checkReferences(reader: Reader, configuration: XmlElement): void {
  const names = new Map<string, Set<string>>();
  for (const element of descendants(configuration)) {
    const { id } = element.attributes;
    if (id === undefined || FOREIGN_ID.has(element.name)) continue;
    const sameId = names.get(id);
    if (sameId === undefined) names.set(id, new Set([element.name]));
    else {
      sameId.add(element.name);
      reader.report(element, `the id "${id}" is used twice`, "give this element another id", "id");
    }
  }
  for (const element of descendants(configuration)) checkElement(reader, element, names);
}

function checkElement(
  reader: Reader,
  element: XmlElement,
  names: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const check = (attribute: string, targets: readonly string[]): void => {
    const id = element.attributes[attribute];
    if (id === undefined) return;
    const found = names.get(id);
    if (found !== undefined && targets.some((name) => found.has(name))) return;
    const target = targets.length === 1 ? `<${targets[0]}>` : "resource, template or tag";
    reader.report(
      element,
      `there is no ${target} with the id "${id}"`,
      "correct the id, or add it",
      attribute,
    );
  };
  for (const [attribute, targets] of REFERENCES.get(element.name) ?? []) check(attribute, targets);
  check("id-ref", [element.name]);
}
