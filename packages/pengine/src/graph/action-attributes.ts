import { compareBytes } from "@sanode/cib";
import { physicalHost } from "../actions/remote-routing.js";
import { resourceParameters } from "../input/parameters.js";
import { featureSet } from "../input/read-configuration.js";
import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Clone, Primitive, Resource } from "../model/resource.js";
import { assignedLocation, currentNode } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import type { GraphNode } from "./transition-graph.js";

type Pair = readonly [name: string, value: string];
type Parameters = ReadonlyMap<string, string>;

/** What an action tells its agent, by name. */
interface Told {
  readonly attributes: readonly Pair[];
  readonly parameters: readonly Pair[];
}

/** What actions tell that differ in their nodes only. */
interface Kind {
  /** One of them, its resource's parameters, and the host of its node if that is a guest. */
  readonly action: Action;
  readonly given: Parameters;
  readonly host: ClusterNode | null;
  readonly told: Told;
  /** Where in the attributes the places for the node's name and id are; -1 if others have these names. */
  readonly nameAt: number;
  readonly idAt: number;
}

const ON_NODE = "CRM_meta_on_node";
const ON_NODE_UUID = "CRM_meta_on_node_uuid";

/** Stand where the attributes of a node come. */
const namePlace: Pair = [ON_NODE, ""];
const idPlace: Pair = [ON_NODE_UUID, ""];

/** Everything actions tell their agents: parameters, meta-attributes, what their resources' ancestors add. */
export class ActionAttributes {
  private readonly state: ClusterState;
  private last: Kind | null = null;
  private readonly places = new Map<GraphNode, readonly [name: Pair, id: Pair]>();
  /** By name of a meta-attribute: the attribute's, null if it is not passed on. */
  private readonly metaNames = new Map<string, string | null>();

  constructor(state: ClusterState) {
    this.state = state;
  }

  of(action: Action, node: GraphNode | null): Told {
    const { told, nameAt, idAt } = this.kind(action);
    const { parameters } = told;
    if (node === null) {
      const attributes = told.attributes.filter((pair) => pair !== namePlace && pair !== idPlace);
      return { attributes, parameters };
    }
    const attributes = told.attributes.slice();
    const [name, id] = this.placeOf(node);
    if (nameAt >= 0) attributes[nameAt] = name;
    if (idAt >= 0) attributes[idAt] = id;
    return { attributes, parameters };
  }

  /** Actions of one kind follow each other. */
  private kind(action: Action): Kind {
    const given = parametersOf(this.state, action);
    const host = physicalHost(this.state, action);
    const { last } = this;
    if (last !== null && last.host === host && isAlike(last, action, given)) return last;
    const told = this.tell(action, given, host);
    const nameAt = told.attributes.indexOf(namePlace);
    const idAt = told.attributes.indexOf(idPlace);
    this.last = { action, given, host, told, nameAt, idAt };
    return this.last;
  }

  private placeOf(node: GraphNode): readonly [name: Pair, id: Pair] {
    let place = this.places.get(node);
    if (place === undefined) {
      place = [
        [ON_NODE, node.name],
        [ON_NODE_UUID, node.id],
      ];
      this.places.set(node, place);
    }
    return place;
  }

  /** With places for the node's name and id. */
  private tell(action: Action, given: Parameters, host: ClusterNode | null): Told {
    const attributes = new Map<string, string>([["crm_feature_set", featureSet]]);
    const parameters: Pair[] = [];
    for (const [name, value] of action.parameters ?? []) addMissing(attributes, name, value);
    for (const [name, value] of given) {
      if (/^[0-9]/.test(name)) parameters.push([name, value]);
      else addMissing(attributes, name, value);
    }
    if (action.expectedResult !== null) this.addMeta(attributes, "op_target_rc", action.expectedResult);
    for (const [name, value] of action.meta) this.addMeta(attributes, name, value);
    for (let above = action.resource; above !== null; above = above.parent) addInherited(attributes, above);
    if (host !== null) addHost(attributes, action, host);
    const sorted: Pair[] = [...attributes];
    if (!attributes.has(ON_NODE)) sorted.push(namePlace);
    if (!attributes.has(ON_NODE_UUID)) sorted.push(idPlace);
    sorted.sort(([left], [right]) => compareBytes(left, right));
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

function isAlike({ action, given }: Kind, other: Action, otherGiven: Parameters): boolean {
  return (
    action.resource === other.resource &&
    action.meta === other.meta &&
    action.parameters === other.parameters &&
    action.expectedResult === other.expectedResult &&
    given === otherGiven
  );
}

function addMissing(attributes: Map<string, string>, name: string, value: string): void {
  if (!attributes.has(name)) attributes.set(name, value);
}

const noParameters: Parameters = new Map();

function parametersOf(state: ClusterState, action: Action): Parameters {
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

function addHost(attributes: Map<string, string>, action: Action, host: ClusterNode): void {
  const target = action.resource?.meta.get("container-attribute-target");
  if (target !== undefined) attributes.set("CRM_meta_container_attribute_target", target);
  attributes.set("CRM_meta_physical_host", host.name);
}
