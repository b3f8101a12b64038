import { compareBytes } from "@sanode/cib";
import { physicalHost } from "../actions/remote-routing.js";
import { resourceParameters } from "../input/parameters.js";
import { featureSet } from "../input/read-configuration.js";
import type { Action } from "../model/action.js";
import type { Clone, Primitive, Resource } from "../model/resource.js";
import { assignedLocation, currentNode } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import type { GraphNode } from "./transition-graph.js";

type Pair = readonly [name: string, value: string];

/** Everything an action tells its agent: parameters, meta-attributes, what its resource's ancestors add. */
export function actionAttributes(
  state: ClusterState,
  action: Action,
  node: GraphNode | null,
): { attributes: Pair[]; parameters: Pair[] } {
  const attributes = new Map<string, string>([["crm_feature_set", featureSet]]);
  const parameters: Pair[] = [];
  for (const [name, value] of action.parameters ?? []) addMissing(attributes, name, value);
  for (const [name, value] of parametersOf(state, action)) {
    if (/^[0-9]/.test(name)) parameters.push([name, value]);
    else addMissing(attributes, name, value);
  }
  addMeta(attributes, action, node);
  for (let above = action.resource; above !== null; above = above.parent) addInherited(attributes, above);
  addHost(state, attributes, action);
  const sorted = [...attributes].sort(([left], [right]) => compareBytes(left, right));
  return { attributes: sorted, parameters };
}

function addMissing(attributes: Map<string, string>, name: string, value: string): void {
  if (!attributes.has(name)) attributes.set(name, value);
}

const noParameters: ReadonlyMap<string, string> = new Map();

function parametersOf(state: ClusterState, action: Action): Iterable<Pair> {
  const { resource, node } = action;
  if (resource === null || (node === null && resource.kind !== "primitive")) return noParameters;
  const parameters = resourceParameters(state, resource, node);
  if (parameters.get("addr") !== "#uname" || resource.kind !== "primitive") return parameters;
  return new Map([...parameters, ["addr", containerHost(resource) ?? "#uname"]]);
}

/** A bundle's connection is reached at the host of its container. */
function containerHost(connection: Primitive): string | undefined {
  const { launcher } = connection;
  if (launcher === null) return undefined;
  return (assignedLocation(launcher) ?? currentNode(launcher))?.name;
}

function addMeta(attributes: Map<string, string>, action: Action, node: GraphNode | null): void {
  const add = (name: string, value: string): void => {
    if (!/[#:]/.test(name)) addMissing(attributes, `CRM_meta_${name.replaceAll("-", "_")}`, value);
  };
  for (const [name, value] of action.meta) add(name, value);
  if (node === null) return;
  add("on_node", node.name);
  add("on_node_uuid", node.id);
}

/** What a resource gives to the actions of itself and of everything below it; the highest giver wins. */
function addInherited(attributes: Map<string, string>, resource: Resource): void {
  if (resource.kind === "primitive") addPrimitive(attributes, resource);
  else if (resource.kind === "clone") addClone(attributes, resource);
}

function addPrimitive(attributes: Map<string, string>, primitive: Primitive): void {
  if (primitive.instance !== null) attributes.set("CRM_meta_clone", String(primitive.instance));
  const guest = primitive.meta.get("remote-node");
  if (guest !== undefined) attributes.set("CRM_meta_remote_node", guest);
  if (primitive.launcher !== null) attributes.set("CRM_meta_container", primitive.launcher.id);
  const address = primitive.meta.get("external-ip");
  if (address !== undefined) attributes.set("pcmk_external_ip", address);
}

function addClone(attributes: Map<string, string>, clone: Clone): void {
  attributes.set("CRM_meta_globally_unique", String(clone.globallyUnique));
  attributes.set("CRM_meta_notify", String(clone.notify));
  attributes.set("CRM_meta_clone_max", String(clone.max));
  attributes.set("CRM_meta_clone_node_max", String(clone.nodeMax));
  if (!clone.promotable) return;
  for (const prefix of ["promoted", "master"]) {
    attributes.set(`CRM_meta_${prefix}_max`, String(clone.promotedMax));
    attributes.set(`CRM_meta_${prefix}_node_max`, String(clone.promotedNodeMax));
  }
}

function addHost(state: ClusterState, attributes: Map<string, string>, action: Action): void {
  const host = physicalHost(state, action);
  if (host === null) return;
  const target = action.resource?.meta.get("container-attribute-target");
  if (target !== undefined) attributes.set("CRM_meta_container_attribute_target", target);
  attributes.set("CRM_meta_physical_host", host.name);
}
