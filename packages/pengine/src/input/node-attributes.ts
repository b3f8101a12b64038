import { lowerAscii, type XmlElement } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";
import { applyTo, compileIn } from "./blocks.js";

/**
 * Reads a node's attributes and utilization. Built-in attributes are written first: permanent ones of the same
 * name cannot change them, transient ones replace everything but utilization.
 *
 * @param element the `node` element, or `transient_attributes` of its status
 */
export function readNodeAttributes(
  state: ClusterState,
  node: ClusterNode,
  element: XmlElement,
  options: { readonly transient: boolean },
): void {
  const { attributes } = node;
  attributes.set("#uname", node.name);
  attributes.set("#id", node.id);
  attributes.set("#is_dc", isDc(state, node) ? "true" : "false");
  const { clusterName } = state.options;
  if (clusterName !== null) attributes.set("#cluster-name", clusterName);
  const scope = state.blockScope;
  const blocks = compileIn(scope, element, "instance_attributes");
  applyTo(state, blocks, attributes, {}, { overwrite: options.transient });
  applyTo(state, compileIn(scope, element, "utilization"), node.utilization);
  if (!attributes.has("#site-name")) {
    const site = attributes.get("site-name") ?? clusterName;
    if (site !== null) attributes.set("#site-name", site);
  }
}

/** The first node met that the document names as designated controller is it. */
function isDc(state: ClusterState, node: ClusterNode): boolean {
  const controller = state.cib.attributes["dc-uuid"];
  if (state.dcNode === null && controller !== undefined && lowerAscii(controller) === lowerAscii(node.id)) {
    state.dcNode = node;
    node.isDc = true;
  }
  return state.dcNode === node;
}
