import { elementsNamed, equalIgnoringCase, firstElement, type XmlElement } from "@sanode/cib";
import { withPermanentAttribute } from "../cib/permanent-attribute.js";
import { section } from "./configuration.js";
import { AdministrationError } from "./errors.js";

/**
 * Sets a permanent attribute of a node, or removes it if the value is null.
 *
 * @throws AdministrationError if there is no such node
 */
export function setPermanentAttribute(
  cib: XmlElement,
  node: string,
  name: string,
  value: string | null,
): XmlElement {
  return withPermanentAttribute(cib, requireNode(cib, node).attributes.id ?? "", name, value);
}

/** A permanent attribute of a node; undefined if it is not set. */
export function nodeAttribute(cib: XmlElement, node: string, name: string): string | undefined {
  const block = firstElement(requireNode(cib, node), "instance_attributes");
  const pairs = block === undefined ? [] : elementsNamed(block, "nvpair");
  return pairs.find(({ attributes }) => attributes.name === name)?.attributes.value;
}

function requireNode(cib: XmlElement, name: string): XmlElement {
  const found = elementsNamed(section(cib, "nodes"), "node").find(({ attributes }) =>
    equalIgnoringCase(attributes.uname ?? "", name),
  );
  if (found === undefined) throw new AdministrationError("not-found", `Node '${name}' not found`);
  return found;
}
