import { isTrue, parseInteger, type XmlElement } from "@sanode/cib";
import { reportWarning } from "../input/warnings.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { currentRoleOf, hasFailedPart } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { isShutdownRequested, readTransientAttributes } from "./node-state.js";

/**
 * Judges a remote or guest node from its connection (and its launcher), with whatever is known of them at
 * this moment of reading: it is done once.
 */
export function judgeRemoteNode(node: ClusterNode): void {
  const { connection } = node;
  if (connection === null) {
    node.online = false;
    return;
  }
  const launcher = isGuestNode(node) ? connection.launcher : null;
  if (connection.currentRole === Role.Started) {
    node.online = true;
    if (connection.nextRole === Role.Stopped) node.shutdown = true;
  }
  if (launcher !== null && hasFailed(launcher)) {
    node.online = false;
    node.reset = true;
  } else if (connection.failed) {
    node.online = false;
  } else if (
    connection.currentRole === Role.Stopped ||
    (launcher !== null && currentRoleOf(launcher) === Role.Stopped)
  ) {
    node.online = false;
    node.reset = false;
  } else if (launcher !== null && isHostLost(connection.activeNodes)) {
    node.online = false;
    node.reset = true;
  }
}

function hasFailed(launcher: Resource): boolean {
  return launcher.kind === "primitive" ? launcher.failed : hasFailedPart(launcher);
}

function isHostLost(hosts: readonly ClusterNode[]): boolean {
  const [host] = hosts;
  return hosts.length === 1 && host !== undefined && !host.online && host.unclean;
}

/** What the first pass takes from the entry of a remote or guest node. */
export function readFenced(node: ClusterNode, nodeState: XmlElement): void {
  if (isNonzero(nodeState.attributes.node_fenced)) node.fenced = true;
}

/** Reads attributes and maintenance of a remote or guest node when its turn has come. */
export function readRemoteNodeState(state: ClusterState, node: ClusterNode, nodeState: XmlElement): void {
  node.maintenanceRecorded = isNonzero(nodeState.attributes.node_in_maintenance);
  if (!node.reset) {
    node.unclean = false;
    node.seen = true;
  }
  readTransientAttributes(state, node, nodeState);
  const { attributes, connection } = node;
  if (isShutdownRequested(node)) node.shutdown = true;
  if (isTrue(attributes.get("standby"))) node.standby = true;
  if (isTrue(attributes.get("maintenance")) || (connection !== null && !connection.managed)) {
    node.maintenance = true;
  }
  const discovery = attributes.get("resource-discovery-enabled");
  if (discovery !== undefined) {
    const message = `the node attribute resource-discovery-enabled of ${node.name} will go away and count as true`;
    reportWarning(state, node.name, "deprecated-node-attribute", message);
  }
  if (discovery !== undefined && !isTrue(discovery) && (isGuestNode(node) || state.options.fencingEnabled)) {
    node.discoveryEnabled = false;
  }
}

function isNonzero(text: string | undefined): boolean {
  return (parseInteger(text) ?? 0) !== 0;
}
