import { type DateTime, equalIgnoringCase, firstElement, isElement, type XmlElement } from "@sanode/cib";
import {
  type ClusterNode,
  type ClusterState,
  isDisabled,
  type Primitive,
  type Resource,
  resourceParameters,
  unpackLocations,
} from "@sanode/pengine";
import type { DeviceDefinition } from "../device/definition.js";

/** Why a node does not use a fencing device of the configuration. */
export type PassedOver = "disabled" | "banned" | "not-allowed";

/** A fencing device of the configuration, as one node sees it. */
export interface ConfiguredDevice {
  readonly definition: DeviceDefinition;
  /** Null if the node uses it. */
  readonly passedOver: PassedOver | null;
}

/** Whether a configuration has any fencing device, be it used or not. */
export function hasFencingDevices(cib: XmlElement): boolean {
  const configuration = firstElement(cib, "configuration");
  const resources = configuration && firstElement(configuration, "resources");
  return resources !== undefined && mentionsDevice(resources);
}

/** A template may be what says that a resource is a device. */
function mentionsDevice(parent: XmlElement): boolean {
  return parent.children.some(
    (child) => isElement(child) && (child.attributes.class === "stonith" || mentionsDevice(child)),
  );
}

/**
 * The fencing devices that a configuration has, in its order, with their parameters on a node and whether the node may
 * use them: that is so unless they are disabled, the node has a negative score for them, or it is not allowed to run
 * them in a cluster that has to opt in. What runs where, and whether anything is managed, does not matter.
 *
 * Source: Pacemaker Explained, "Fencing", "Special Considerations for Fencing Resources".
 *
 * @param cib upgraded to the latest schema
 */
export function readDevices(cib: XmlElement, node: string, now: DateTime): readonly ConfiguredDevice[] {
  if (!hasFencingDevices(cib)) return [];
  const state = unpackLocations(cib, { now });
  const here = state.nodesByName.get(node) ?? state.nodes.find(({ name }) => equalIgnoringCase(name, node));
  return state.resources.flatMap((resource) => devicesBelow(state, resource, here));
}

function devicesBelow(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode | undefined,
): readonly ConfiguredDevice[] {
  if (resource.kind === "primitive") {
    if (resource.definition.agent?.class !== "stonith") return [];
    return [{ definition: define(state, resource, node), passedOver: passedOver(resource, node) }];
  }
  // All instances of a clone are alike.
  const children = resource.kind === "clone" ? resource.children.slice(0, 1) : resource.children;
  return children.flatMap((child) => devicesBelow(state, child, node));
}

function define(state: ClusterState, device: Primitive, node: ClusterNode | undefined): DeviceDefinition {
  const provides = device.meta.get("provides");
  return {
    id: device.id,
    type: device.definition.agent?.type ?? "",
    parameters: resourceParameters(state, device, node ?? null),
    ...(provides !== undefined && { provides }),
  };
}

function passedOver(device: Primitive, node: ClusterNode | undefined): PassedOver | null {
  if (isDisabled(device)) return "disabled";
  if (node === undefined || !device.allowedNodes.has(node)) return "not-allowed";
  const group = device.parent?.kind === "group" ? device.parent : null;
  const isBanned = (resource: Resource): boolean =>
    resource.allowedNodes.has(node) && resource.allowedNodes.score(node) < 0;
  return isBanned(device) || (group !== null && isBanned(group)) ? "banned" : null;
}
