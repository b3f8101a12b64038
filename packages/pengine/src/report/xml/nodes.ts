import { element, type XmlElement } from "@sanode/cib";
import { type ClusterNode, isGuestNode } from "../../model/node.js";
import type { ClusterState } from "../../model/state.js";
import { shownAttributes } from "../node-attributes.js";
import { nodeHealth } from "../node-health.js";

/** What a node that tells no feature set of its own may have at most. */
const UNTOLD_FEATURE_SET = "<3.15.1";

/** All nodes. */
export function nodesElement(state: ClusterState): XmlElement {
  return element(
    "nodes",
    {},
    state.nodes.map((node) => nodeElement(state, node)),
  );
}

function nodeElement(state: ClusterState, node: ClusterNode): XmlElement {
  const { name, id, kind, connection } = node;
  const launcher = isGuestNode(node) ? connection?.launcher : null;
  const tellsFeatureSet = kind === "cluster" && node.online && node.expectedUp;
  return element("node", {
    name,
    id,
    online: String(node.online),
    standby: String(node.standby),
    standby_onfail: String(node.standbyOnFail),
    maintenance: String(node.maintenance),
    pending: String(node.pending),
    unclean: String(node.unclean),
    health: nodeHealth(state, node),
    ...(tellsFeatureSet && { feature_set: node.attributes.get("#feature-set") ?? UNTOLD_FEATURE_SET }),
    shutdown: String(node.shutdown),
    expected_up: String(node.expectedUp),
    is_dc: String(node.isDc),
    resources_running: String(node.active.length),
    type: kind === "cluster" ? "member" : "remote",
    ...(launcher != null && { id_as_resource: launcher.id }),
  });
}

/** What the cluster's users and resources have noted of online nodes; null if there is nothing. */
export function nodeAttributesElement(state: ClusterState): XmlElement | null {
  const nodes = shownAttributes(state).map(({ node, attributes }) =>
    element(
      "node",
      { name: node.name },
      attributes.map(({ name, value, expected }) =>
        element("attribute", { name, value, ...(expected !== null && { expected: String(expected) }) }),
      ),
    ),
  );
  return nodes.length === 0 ? null : element("node_attributes", {}, nodes);
}
