import { clampScore, isTrue, MINUS_INFINITY, type XmlElement } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import { Discovery, NodeTable } from "../model/node-table.js";
import type { Bundle, Clone, Primitive, Replica, Resource, ResourceDefinition } from "../model/resource.js";
import { visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { entryNodes } from "../model/table-nodes.js";
import {
  addressElement,
  type BundlePlan,
  bundledCloneElement,
  connectionElement,
  containerElement,
  type ReplicaPlan,
} from "./bundle-parts.js";
import { type BundleSettings, readBundleSettings, replicaAddresses } from "./bundle-settings.js";
import { createClone } from "./clone.js";
import { defineResource } from "./definition.js";
import { findResource } from "./find-resource.js";
import { initialTable } from "./initial-table.js";
import { finalMeta } from "./meta-attributes.js";
import { createNode, findNodeByName } from "./nodes.js";
import { createPrimitive } from "./primitive.js";
import { ResourceRecord, topLevel } from "./resource-state.js";

/** The score of a bundle's node for what runs in the container: high, but other scores still count. */
const ownNodeScore = clampScore(500);

/**
 * Makes a bundle with everything that it implies: per replica a container, an address and a connection with its
 * node, and the clone of what runs inside. Undefined, with a warning, if any of it cannot be made.
 * Source: "Bundles - Containerized Resources" in Pacemaker Explained.
 */
export function createBundle(state: ClusterState, definition: ResourceDefinition): Bundle | undefined {
  const settings = readBundleSettings(state, definition.element);
  if (settings === undefined) {
    // Its meta-attributes count so far as their rules offer a moment at which the answer may change.
    finalMeta(state, definition, null, null);
    return undefined;
  }
  const bundle = new BundleRecord(state, definition, settings);
  const clone = settings.primitive === null ? null : createBundledClone(state, bundle, settings);
  if (clone === undefined) return undefined;
  // Before the parts are made, as they inherit it from the bundle.
  if (clone !== null) inheritFromInstances(bundle, clone);
  const plan = planReplicas(bundle, settings, clone);
  for (const replicaPlan of plan.replicas) {
    if (!createReplica(state, bundle, plan, replicaPlan, clone)) return undefined;
  }
  if (clone !== null) {
    bundle.bundledClone = clone;
    bundle.children.push(clone);
  }
  // Only now: nodes that belong to the bundle have no entry in its table.
  bundle.allowedNodes = initialTable(state);
  return bundle;
}

class BundleRecord extends ResourceRecord implements Bundle {
  readonly kind = "bundle";
  children: Resource[] = [];
  readonly replicas: Replica[] = [];
  bundledClone: Clone | null = null;
  readonly image: string;
  readonly promotedMax: number;
  readonly configuredReplicas: number;
  readonly replicasPerHost: number;
  readonly interleave: boolean;
  readonly containerType: BundleSettings["containerType"];

  constructor(state: ClusterState, definition: ResourceDefinition, settings: BundleSettings) {
    super(state, definition, topLevel);
    this.unique = settings.unique;
    this.image = settings.image ?? "";
    this.promotedMax = settings.promotedMax;
    this.configuredReplicas = settings.replicas;
    this.replicasPerHost = settings.replicasPerHost;
    this.interleave = isTrue(this.meta.get("interleave"));
    this.containerType = settings.containerType;
  }
}

/** Undefined if the clone cannot be made. */
function createBundledClone(
  state: ClusterState,
  bundle: Bundle,
  settings: BundleSettings & { readonly primitive: XmlElement | null },
): Clone | undefined {
  if (settings.primitive === null) return undefined;
  const element = bundledCloneElement(bundle.id, settings, settings.primitive);
  const definition = defineResource(state, element, bundle.definition);
  return definition === undefined ? undefined : createClone(state, definition, bundle);
}

/** There are as many replicas as instances of the clone, which agents without unique instances may have limited. */
function planReplicas(bundle: Bundle, settings: BundleSettings, clone: Clone | null): BundlePlan {
  const count = clone === null ? settings.replicas : clone.children.length;
  const { addressRangeStart } = settings;
  const addresses = addressRangeStart === null ? [] : replicaAddresses(addressRangeStart, count);
  const replicas = Array.from({ length: count }, (_, index) => ({
    index,
    address: addresses[index] ?? null,
  }));
  return { id: bundle.id, settings, replicas };
}

function createReplica(
  state: ClusterState,
  bundle: Bundle,
  plan: BundlePlan,
  replicaPlan: ReplicaPlan,
  clone: Clone | null,
): boolean {
  const child = clone?.children[replicaPlan.index] ?? null;
  const instance = child?.kind === "primitive" ? child : null;
  const container = createPart(state, bundle, containerElement(plan, replicaPlan));
  if (container === undefined) return false;
  bundle.children.push(container);
  const { addressRangeStart } = plan.settings;
  const ip = addressRangeStart === null ? null : createPart(state, bundle, addressElement(plan, replicaPlan));
  if (ip === undefined) return false;
  if (ip !== null) bundle.children.push(ip);
  const link =
    instance === null ? null : createConnection(state, bundle, plan, replicaPlan, container, instance);
  if (link === undefined) return false;
  if (link !== null) bundle.children.push(link.connection);
  const replica: Replica = {
    index: replicaPlan.index,
    bundle,
    address: replicaPlan.address,
    container,
    ip,
    connection: link?.connection ?? null,
    node: link?.node ?? null,
    child: instance,
  };
  bundle.replicas.push(replica);
  for (const part of [container, ip, replica.connection, instance]) {
    if (part !== null) part.replica = replica;
  }
  if (instance !== null && clone !== null && link !== null) {
    moveIntoContainer(state, replica, instance, clone, link.node);
  }
  return true;
}

function createPart(state: ClusterState, bundle: Bundle, element: XmlElement): Primitive | undefined {
  const definition = defineResource(state, element, bundle.definition);
  if (definition === undefined) return undefined;
  return createPrimitive(state, definition, { parent: bundle, instance: null });
}

interface ConnectionLink {
  readonly connection: Primitive;
  readonly node: ClusterNode;
}

function createConnection(
  state: ClusterState,
  bundle: Bundle,
  plan: BundlePlan,
  replica: ReplicaPlan,
  container: Primitive,
  instance: Primitive,
): ConnectionLink | undefined {
  const usual = `${bundle.id}-${replica.index}`;
  const taken = findResource(state, usual) !== undefined;
  const name = taken ? `pcmk-internal-${instance.id}-remote-${replica.index}` : usual;
  // The node comes first: a table made from now on does not have it.
  const node = claimNode(state, name);
  const connection = createPart(state, bundle, connectionElement(plan, replica, name, container.id));
  if (connection === undefined) return undefined;
  for (const remote of entryNodes(state, connection.allowedNodes)) {
    if (remote.kind === "remote") connection.allowedNodes.setScore(remote, MINUS_INFINITY);
  }
  node.connection = connection;
  connection.remoteNode = node;
  connection.launcher = container;
  return { connection, node };
}

/** The node of that name, made if necessary, closed to everything but what belongs into the container. */
function claimNode(state: ClusterState, name: string): ClusterNode {
  const known = findNodeByName(state, name);
  if (known !== undefined) closeNode(state, known);
  const node =
    known ??
    createNode(state, { id: name, name, kind: "remote", baseScore: MINUS_INFINITY, neverProbe: true });
  node.attributes.set("#kind", "container");
  return node;
}

/** A node that is configured, too, may have entries in the tables of resources further up. */
function closeNode(state: ClusterState, node: ClusterNode): void {
  node.baseScore = MINUS_INFINITY;
  node.neverProbe = true;
  state.initialTable = null;
  for (const top of state.resources) {
    visitTree(top, ({ allowedNodes }) => {
      allowedNodes.setScore(node, MINUS_INFINITY);
      allowedNodes.setDiscovery(node, Discovery.Never);
    });
  }
}

function moveIntoContainer(
  state: ClusterState,
  replica: Replica,
  instance: Primitive,
  clone: Clone,
  node: ClusterNode,
): void {
  instance.allowedNodes = new NodeTable(state.emptyOrder, node.index + 1);
  instance.allowedNodes.insert(node, ownNodeScore, Discovery.Exclusive);
  instance.exclusiveDiscovery = true;
  clone.allowedNodes.insert(node, MINUS_INFINITY);
  if (replica.address !== null) instance.meta.set("external-ip", replica.address);
  // What the contents need is taken from the container's host.
  replica.container.utilization = instance.utilization;
  instance.utilization = noUtilization;
}

const noUtilization: ReadonlyMap<string, string> = new Map();

function inheritFromInstances(bundle: Bundle, clone: Clone): void {
  for (const instance of clone.children) {
    if (instance.notify) clone.notify = true;
    const target = instance.meta.get("container-attribute-target");
    if (target === undefined) continue;
    bundle.meta.set("container-attribute-target", target);
    clone.meta.set("container-attribute-target", target);
  }
}
