import {
  compareVersions,
  element,
  elementsNamed,
  equalIgnoringCase,
  firstElement,
  isElement,
  parseXml,
  upgradeCib,
  type XmlElement,
} from "@sanode/cib";
import { featureSet } from "@sanode/pengine";
import { ClusterError } from "../errors.js";
import type { NodeName } from "../host/node-host.js";
import { withSoftwareOptions } from "./software-options.js";
import { withChild } from "./with-child.js";

/** A configuration that is ready to be run, and the cluster nodes that it names. */
export interface StartingDocument {
  /** The whole CIB: of the latest schema, every node configured, no node's state. */
  readonly cib: XmlElement;
  /** The nodes that were asked for, in that order. */
  readonly nodes: readonly NodeName[];
  /** Cluster nodes that are configured but were not asked for: they never show up. */
  readonly absent: readonly NodeName[];
}

/**
 * Makes ready a CIB of any supported schema. Nodes that are not configured are added, and which software decides. What its status section
 * says of nodes is dropped: it was true of another cluster's nodes.
 *
 * @param ids the ids that nodes have already, by name; others get theirs from the configuration or new ones
 * @throws XmlError, SchemaError if it is no CIB; ClusterError if the nodes cannot be those of the configuration
 */
export function startingDocument(
  configuration: XmlElement | string,
  names: readonly string[],
  ids: ReadonlyMap<string, string> = new Map(),
): StartingDocument {
  checkNames(names);
  const given = typeof configuration === "string" ? parseXml(configuration) : configuration;
  const { cib } = upgradeCib(withChild(given, withoutNodeStates(given)));
  checkFeatureSet(cib);
  const section = firstElement(cib, "configuration") ?? element("configuration");
  const nodes = firstElement(section, "nodes") ?? element("nodes");
  const configured = clusterNodes(nodes);
  const chosen = chooseIds(names, configured, ids);
  const added = chosen.filter(({ id }) => configured.every((node) => node.id !== id));
  const entries = added.map(({ id, name }) => element("node", { id, uname: name }));
  const completed = withChild(section, { ...nodes, children: [...nodes.children, ...entries] });
  const complete = withChild(cib, withSoftwareOptions(completed));
  return {
    // Who decides writes its own feature set.
    cib: element(complete.name, { ...complete.attributes, crm_feature_set: featureSet }, complete.children),
    nodes: chosen,
    absent: configured.filter(({ id }) => chosen.every((node) => node.id !== id)),
  };
}

function checkNames(names: readonly string[]): void {
  if (names.length === 0) throw new ClusterError("configuration", "A cluster needs at least one node");
  for (const [position, name] of names.entries()) {
    if (name === "") throw new ClusterError("configuration", "A node needs a name");
    if (names.slice(0, position).some((other) => equalIgnoringCase(other, name))) {
      throw new ClusterError("configuration", `There are two nodes with the name ${name}`);
    }
  }
}

function checkFeatureSet({ attributes: { crm_feature_set: given } }: XmlElement): void {
  if (given === undefined || compareVersions(given, featureSet) <= 0) return;
  const message = `The configuration's feature set ${given} is newer than ${featureSet}`;
  throw new ClusterError("configuration", message);
}

/** Remote nodes are no cluster nodes: what connects them is a resource. */
function clusterNodes(nodes: XmlElement): readonly NodeName[] {
  return elementsNamed(nodes, "node").flatMap(({ attributes: { id, uname, type } }) =>
    id === undefined || uname === undefined || type === "remote" || type === "ping"
      ? []
      : [{ id, name: uname }],
  );
}

function chooseIds(
  names: readonly string[],
  configured: readonly NodeName[],
  ids: ReadonlyMap<string, string>,
): readonly NodeName[] {
  const used = new Set([...configured.map(({ id }) => id), ...ids.values()]);
  let number = 0;
  const nextId = (): string => {
    do number += 1;
    while (used.has(String(number)));
    return String(number);
  };
  return names.map((name) => {
    const own = configured.find((node) => equalIgnoringCase(node.name, name))?.id;
    const fixed = ids.get(name);
    if (own !== undefined && fixed !== undefined && own !== fixed) {
      throw new ClusterError("configuration", `Node ${name} has the id ${fixed}, which cannot become ${own}`);
    }
    return { id: own ?? fixed ?? nextId(), name };
  });
}

function withoutNodeStates(cib: XmlElement): XmlElement {
  const status = firstElement(cib, "status") ?? element("status");
  const children = status.children.filter((child) => !isElement(child) || child.name !== "node_state");
  return { ...status, children };
}
