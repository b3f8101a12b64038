import { element, elementsNamed, firstElement, isElement, type XmlElement } from "@sanode/cib";
import { edit, replaceElement } from "@sanode/cib/edit";
import { withChild } from "./with-child.js";

/**
 * A CIB with a permanent node attribute set, or removed if the value is null; the same CIB if it says so
 * already.
 *
 * Source: Pacemaker Explained, "Cluster Nodes", "Node Attributes".
 */
export function withPermanentAttribute(
  cib: XmlElement,
  nodeId: string,
  name: string,
  value: string | null,
): XmlElement {
  const configuration = firstElement(cib, "configuration");
  const nodes = configuration && firstElement(configuration, "nodes");
  const node = nodes && elementsNamed(nodes, "node").find(({ attributes }) => attributes.id === nodeId);
  if (node === undefined) return cib;
  const changed = value === null ? withoutPair(node, name) : withPair(node, name, value);
  if (changed === node) return cib;
  return edit(cib, (draft) => replaceElement(draft, { name: "node", id: nodeId }, changed)).document;
}

function withPair(node: XmlElement, name: string, value: string): XmlElement {
  const own = blocks(node).flatMap((block) => pairs(block, name));
  if (own.length > 0) {
    if (own.every(({ attributes }) => attributes.value === value)) return node;
    return mapBlocks(node, (block) => ({
      ...block,
      children: block.children.map((child) =>
        isPair(child, name) ? { ...child, attributes: { ...child.attributes, value } } : child,
      ),
    }));
  }
  const id = `nodes-${node.attributes.id}`;
  const block = firstElement(node, "instance_attributes") ?? element("instance_attributes", { id });
  const pair = element("nvpair", { id: `${block.attributes.id ?? id}-${name}`, name, value });
  return withChild(node, { ...block, children: [...block.children, pair] });
}

function withoutPair(node: XmlElement, name: string): XmlElement {
  if (blocks(node).every((block) => pairs(block, name).length === 0)) return node;
  return mapBlocks(node, (block) => ({
    ...block,
    children: block.children.filter((child) => !isPair(child, name)),
  }));
}

function blocks(node: XmlElement): readonly XmlElement[] {
  return elementsNamed(node, "instance_attributes");
}

function mapBlocks(node: XmlElement, change: (block: XmlElement) => XmlElement): XmlElement {
  return {
    ...node,
    children: node.children.map((child) =>
      isElement(child) && child.name === "instance_attributes" ? change(child) : child,
    ),
  };
}

function pairs(block: XmlElement, name: string): readonly XmlElement[] {
  return block.children.filter((child) => isPair(child, name));
}

function isPair(child: XmlElement["children"][number], name: string): child is XmlElement {
  return isElement(child) && child.name === "nvpair" && child.attributes.name === name;
}
