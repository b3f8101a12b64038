import { elementsNamed, equalIgnoringCase, firstElement, type XmlElement } from "@sanode/cib";

/** A node that a name stands for. */
export interface NodeIdentity {
  readonly id: string;
  /** Whether it is a Pacemaker Remote or guest node. */
  readonly isRemote: boolean;
}

/**
 * Finds the node that has a name, without regard for the case of letters: a configured node, else a Pacemaker Remote
 * node or guest that a resource makes, else a Pacemaker Remote node known from the status. The ids of the latter are their
 * names.
 */
export function findNode(cib: XmlElement, name: string): NodeIdentity | undefined {
  const isNamed = (text: string | undefined): text is string =>
    text !== undefined && equalIgnoringCase(text, name);
  const configuration = firstElement(cib, "configuration");
  const nodes = configuration && firstElement(configuration, "nodes");
  for (const node of nodes === undefined ? [] : elementsNamed(nodes, "node")) {
    const { uname, id = "", type } = node.attributes;
    if (isNamed(uname)) return { id: type === "remote" ? uname : id, isRemote: type === "remote" };
  }
  const resources = configuration && firstElement(configuration, "resources");
  const remote = resources === undefined ? undefined : remoteNodes(resources).find(isNamed);
  if (remote !== undefined) return { id: remote, isRemote: true };
  const status = firstElement(cib, "status");
  for (const state of status === undefined ? [] : elementsNamed(status, "node_state")) {
    const { id, remote_node } = state.attributes;
    if (remote_node === "true" && isNamed(id)) return { id, isRemote: true };
  }
  return undefined;
}

/** The names of nodes that resources make; those in groups are not heeded. */
function remoteNodes(resources: XmlElement): readonly string[] {
  const names: string[] = [];
  for (const primitive of elementsNamed(resources, "primitive")) {
    const { id = "", class: standard, provider, type } = primitive.attributes;
    if (standard === "ocf" && provider === "pacemaker" && type === "remote") names.push(id);
    for (const block of elementsNamed(primitive, "meta_attributes")) {
      for (const { attributes } of elementsNamed(block, "nvpair")) {
        if (attributes.name === "remote-node" && attributes.value !== undefined) names.push(attributes.value);
      }
    }
  }
  return names;
}
