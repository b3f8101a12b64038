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

/** Everything actions tell their agents: parameters, meta-attributes, what their resources' ancestors add. */
export class ActionAttributes {
  private readonly state: ClusterState;
  /** By name of a meta-attribute: the attribute's, null if it is not passed on. */
  private readonly metaNames = new Map<string, string | null>();

  constructor(state: ClusterState) {
    this.state = state;
  }

  of(
    action: Action,
    node: GraphNode | null,
  ): { readonly attributes: readonly Pair[]; readonly parameters: readonly Pair[] } {
    const attributes = new Map<string, string>([["crm_feature_set", featureSet]]);
    const parameters: Pair[] = [];
    for (const [name, value] of action.parameters ?? []) addMissing(attributes, name, value);
    for (const [name, value] of parametersOf(this.state, action)) {
      if (/^[0-9]/.test(name)) parameters.push([name, value]);
      else addMissing(attributes, name, value);
    }
    for (const [name, value] of action.meta) this.addMeta(attributes, name, value);
    if (node !== null) {
      this.addMeta(attributes, "on_node", node.name);
      this.addMeta(attributes, "on_node_uuid", node.id);
    }
    for (let above = action.resource; above !== null; above = above.parent) addInherited(attributes, above);
    addHost(this.state, attributes, action);
    const sorted = [...attributes].sort(([left], [right]) => compareBytes(left, right));
    return { attributes: sorted, parameters };
  }

  private addMeta(attributes: Map<string, string>, name: string, value: string): void {
    let attribute = this.metaNames.get(name);
    if (attribute === undefined) {
      attribute = /[#:]/.test(name) ? null : `CRM_meta_${name.replaceAll("-", "_")}`;
      this.metaNames.set(name, attribute);
    }
    if (attribute !== null) addMissing(attributes, attribute, value);
  }
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
