import { parseInteger } from "@sanode/cib";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import { Role } from "../model/role.js";

/**
 * What becomes of a remote node's connection: it stays or comes up (alive), is to be stopped (stopped), its
 * host is lost but it can be taken over (resting), it is nowhere now but will be (unknown), or there is no
 * way to the node any more (failed).
 */
export type ConnectionState = "alive" | "stopped" | "resting" | "unknown" | "failed";

/** Judges a remote (not guest) node's connection once resources have been assigned. */
export function connectionState(connection: Primitive): ConnectionState {
  const host = currentNode(connection);
  if (connection.nextRole === Role.Stopped || connection.assignedNode === null) {
    if (host?.unclean === true) return "failed";
    if (!connection.failed) return "stopped";
    return awaitsReconnection(connection) ? "unknown" : "failed";
  }
  if (host === null) return "unknown";
  if (host.unclean || !host.online) return "resting";
  const migrates = connection.partialMigrationSource !== null && connection.partialMigrationTarget !== null;
  return migrates && connection.activeNodes.length > 1 ? "resting" : "alive";
}

/** The node has been fenced since the failure, and `reconnect_interval` has not passed yet. */
function awaitsReconnection(connection: Primitive): boolean {
  const node = connection.remoteNode;
  return (
    connection.nextRole === Role.Stopped &&
    connection.reconnectIntervalMs > 0 &&
    node?.fenced === true &&
    !isShutdownRequested(node)
  );
}

/** The attribute `shutdown` is set to anything but 0. */
function isShutdownRequested(node: ClusterNode): boolean {
  const requested = node.attributes.get("shutdown");
  return requested !== undefined && parseInteger(requested) !== 0;
}

/** The connection of a remote node that is not a guest. */
export function remoteConnection(node: ClusterNode): Primitive | null {
  return node.kind === "remote" && !isGuestNode(node) ? node.connection : null;
}
