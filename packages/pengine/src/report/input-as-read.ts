import { type Attributes, element, isElement, type XmlElement, type XmlNode } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";
import { statusMemory } from "../status/status-memory.js";

/**
 * The document with what reading it adds to it, as the simulator's `--save-input` shows it: connections to guests at
 * the end of the resources, and at recorded operations whose failure it is and that it has expired.
 */
export function inputAsRead(state: ClusterState): XmlElement {
  const additions = operationAdditions(state);
  const withAdditions = (child: XmlNode): XmlNode => {
    if (!isElement(child) || !leadsToOperations.has(child.name)) return child;
    const added = additions.get(child);
    const attributes = added === undefined ? child.attributes : { ...child.attributes, ...added };
    return element(child.name, attributes, child.children.map(withAdditions));
  };
  const withConnections = (child: XmlNode): XmlNode => {
    if (!isElement(child)) return child;
    if (child.name === "resources")
      return withChildren(child, [...child.children, ...state.impliedConnections]);
    return child.name === "configuration" ? withChildren(child, child.children.map(withConnections)) : child;
  };
  return withChildren(state.cib, state.cib.children.map(withConnections).map(withAdditions));
}

const leadsToOperations = new Set([
  "status",
  "node_state",
  "lrm",
  "lrm_resources",
  "lrm_resource",
  "lrm_rsc_op",
]);

function operationAdditions(state: ClusterState): Map<XmlElement, Attributes> {
  const { neverMatching, excusedFailures } = statusMemory(state);
  const additions = new Map<XmlElement, Attributes>();
  const add = (operation: XmlElement, attributes: Attributes): void => {
    additions.set(operation, { ...additions.get(operation), ...attributes });
  };
  for (const operation of neverMatching)
    add(operation, { "op-restart-digest": "calculated-failure-timeout" });
  for (const [operation, node] of excusedFailures) add(operation, { uname: node.name });
  for (const { element: operation, node, resource } of state.failedOperations) {
    add(operation, { uname: node.name, "rsc-id": resource.id });
  }
  return additions;
}

function withChildren({ name, attributes }: XmlElement, children: readonly XmlNode[]): XmlElement {
  return element(name, attributes, children);
}
