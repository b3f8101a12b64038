import { elementsNamed, type XmlElement } from "@sanode/cib";
import { section } from "./sections.js";

/**
 * Whether unfencing is wanted somewhere: some pair named `requires` or `provides` with the value `unfencing` is
 * written in a block of meta-attributes anywhere below `resources`, or directly below `rsc_defaults`. Only the text
 * counts; rules, scores and references do not.
 * Source: "Unfencing" in Pacemaker Explained.
 */
export function wantsUnfencing(configuration: XmlElement | undefined): boolean {
  const resources = section(configuration, "resources");
  const defaults = section(configuration, "rsc_defaults");
  return (
    (resources !== undefined && anyBelow(resources)) ||
    (defaults !== undefined && elementsNamed(defaults, "meta_attributes").some(namesUnfencing))
  );
}

function anyBelow(root: XmlElement): boolean {
  const pending = [root];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const child of current.children) {
      if (child.kind !== "element" || child.children.length === 0) continue;
      if (child.name === "meta_attributes" && namesUnfencing(child)) return true;
      pending.push(child);
    }
  }
  return false;
}

function namesUnfencing(block: XmlElement): boolean {
  return block.children.some(
    (pair) =>
      pair.kind === "element" &&
      pair.name === "nvpair" &&
      pair.attributes.value === "unfencing" &&
      (pair.attributes.name === "requires" || pair.attributes.name === "provides"),
  );
}
