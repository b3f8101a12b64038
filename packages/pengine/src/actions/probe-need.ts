import { type ClusterNode, isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import { Discovery } from "../model/node-table.js";
import { Order } from "../model/ordering.js";
import type { Primitive, Resource } from "../model/resource.js";
import { assignedLocation, currentRoleOf, nextRoleOf, topAncestor } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { orderTasks } from "../request/orderings.js";

/**
 * Whether a primitive is to be probed on a node. On a guest whose launcher stops or is stopped it is not; then
 * its start is ordered after what makes the guest's state known.
 */
export function needsProbe(state: ClusterState, primitive: Primitive, node: ClusterNode): boolean {
  if (isClosed(primitive, node)) return false;
  if (isPacemakerRemoteNode(node) && !mayRunOnRemote(primitive, node)) return false;
  if (primitive.launcher !== null && !primitive.isRemoteConnection) return false;
  if (primitive.removed || primitive.knownNodes.has(node)) return false;
  if (!isDiscovered(primitive, node)) return false;
  const launcher = isGuestNode(node) ? (node.connection?.launcher ?? null) : null;
  return launcher === null || isGuestStaying(state, primitive, node, launcher);
}

/** Fencing devices and connections are never on remote nodes, what makes a guest is never on a guest. */
function mayRunOnRemote(primitive: Primitive, node: ClusterNode): boolean {
  if (primitive.isFencingDevice || primitive.isRemoteConnection) return false;
  return !isGuestNode(node) || !primitive.launched.some((launched) => launched.isRemoteConnection);
}

/**
 * On a bundle's node only what has it among its nodes is probed: the bundled resource itself, what locations put there,
 * and what had the node before it became the bundle's.
 */
function isClosed(primitive: Primitive, node: ClusterNode): boolean {
  return node.neverProbe && !primitive.allowedNodes.has(node);
}

/** Whether location constraints want probes here (`resource-discovery`). */
function isDiscovered(primitive: Primitive, node: ClusterNode): boolean {
  // Without an entry: always.
  const table = primitive.allowedNodes;
  const mode = table.discovery(node);
  if (mode === Discovery.Exclusive) return true;
  if (primitive.exclusiveDiscovery || topAncestor(primitive).exclusiveDiscovery) return false;
  return mode === Discovery.Always;
}

/** Whether a guest is up and remains so; if not, orderings are made instead of a probe. */
function isGuestStaying(
  state: ClusterState,
  primitive: Primitive,
  node: ClusterNode,
  launcher: Resource,
): boolean {
  const top = topAncestor(primitive);
  if (currentRoleOf(launcher) === Role.Stopped) {
    const host = assignedLocation(launcher);
    if (host !== null && !launcher.knownNodes.has(host)) {
      // The launcher may be found running there; whatever it contains is not started before that is known.
      orderTasks(state, launcher, "monitor", top, "start", Order.seq);
    }
    return false;
  }
  if (willStop(launcher, node)) {
    orderTasks(state, launcher, "stop", top, "start", Order.seq);
    return false;
  }
  return true;
}

function willStop(launcher: Resource, guest: ClusterNode): boolean {
  if (guest.reset || guest.unclean || launcher.failed) return true;
  if (nextRoleOf(launcher) === Role.Stopped) return true;
  if (launcher.activeNodes.length === 0) return false;
  const host = assignedLocation(launcher);
  return host === null || !launcher.activeNodes.includes(host);
}
