import { element, elements, isElement, type XmlElement, type XmlNode } from "@sanode/cib";
import type { Random } from "../differential/random.js";

/** What may be put in another order without a difference. */
export type Rearrangement = "attributes" | "pairs" | "comments" | "nodes";

/** A document that says the same in another order. */
export function rearrange(parent: XmlElement, what: Rearrangement, random: Random): XmlElement {
  const attributes =
    what === "attributes"
      ? Object.fromEntries(random.shuffle(Object.entries(parent.attributes)))
      : parent.attributes;
  const children = parent.children.map((child) =>
    isElement(child) ? rearrange(child, what, random) : child,
  );
  return element(parent.name, attributes, rearrangeChildren(parent, children, what, random));
}

function rearrangeChildren(
  parent: XmlElement,
  children: readonly XmlNode[],
  what: Rearrangement,
  random: Random,
): readonly XmlNode[] {
  if (what === "comments") {
    return children.flatMap((child): XmlNode[] => [
      { kind: "comment", text: ` before ${random.integer(0, 9)} ` },
      child,
    ]);
  }
  if (what === "nodes") return parent.name === "nodes" ? random.shuffle(children) : children;
  return what === "pairs" && hasDistinctPairs(parent) ? random.shuffle(children) : children;
}

/** The first pair of a name counts, so that pairs of one name have an order. */
function hasDistinctPairs(parent: XmlElement): boolean {
  const names = elements(parent).map(({ name, attributes }) =>
    name === "nvpair" ? attributes.name : undefined,
  );
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}
