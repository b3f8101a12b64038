import {
  element as createElement,
  firstElement,
  isTrue,
  MINUS_INFINITY,
  millisecondsToSeconds,
  parseBoolean,
  parseInteger,
  type XmlElement,
} from "@sanode/cib";
import { readNodeAttributes } from "../input/nodes.js";
import { reportWarning } from "../input/warnings.js";
import type { ClusterNode } from "../model/node.js";
import { type ClusterState, offerRecheck } from "../model/state.js";
import { fenceNode } from "../request/fencing.js";

/** What the membership layer and the controllers reported of a cluster node. */
interface Membership {
  /** Epoch seconds since when it is a member, 0 if it is not one; null if the cluster has never seen it. */
  readonly memberSince: number | null;
  /** Its controller takes part in the process group. */
  readonly processUp: boolean;
  readonly join: string | undefined;
  readonly expected: string | undefined;
}

/**
 * Judges a cluster node from its `node_state` and its attributes: online, unclean, pending, shutting down. A
 * second entry for the same node may bring it online, but not take it offline.
 */
export function readClusterNodeState(state: ClusterState, node: ClusterNode, nodeState: XmlElement): void {
  readTransientAttributes(state, node, nodeState);
  if (isTrue(node.attributes.get("standby"))) node.standby = true;
  if (isTrue(node.attributes.get("maintenance"))) node.maintenance = true;

  if (node.attributes.has("resource-discovery-enabled")) {
    const message = `resource-discovery-enabled has no effect on ${node.name}: it is for remote nodes, and will go away`;
    reportWarning(state, node.name, "meaningless-node-attribute", message);
  }

  const membership = readMembership(state, nodeState);
  node.seen = true;
  node.unclean = false;
  node.shutdown = isShutdownRequested(node);
  if (!node.shutdown && membership.expected?.toLowerCase() === "member") node.expectedUp = true;

  const online = state.options.fencingEnabled
    ? judgeWithFencing(state, node, membership)
    : judgeWithoutFencing(state, node, membership);
  if (online) node.online = true;
  if (!node.online || node.shutdown) disqualify(state, node);
  if (node.online && !state.quorate && state.options.noQuorumPolicy === "fence") {
    fenceNode(state, node, "cluster does not have quorum");
  }
}

/** Reads the first block of transient attributes; the built-in attributes are set even if there is none. */
export function readTransientAttributes(state: ClusterState, node: ClusterNode, nodeState: XmlElement): void {
  const transient = firstElement(nodeState, "transient_attributes") ?? createElement("transient_attributes");
  readNodeAttributes(state, node, transient, { transient: true });
}

/** Any value of the attribute `shutdown` but the text `0` asks for it. */
export function isShutdownRequested(node: ClusterNode): boolean {
  const value = node.attributes.get("shutdown");
  return value !== undefined && value !== "0";
}

/**
 * Tables made from now on start with -INFINITY for this node. Tables that exist keep its configured score.
 */
function disqualify(state: ClusterState, node: ClusterNode): void {
  if (node.baseScore === MINUS_INFINITY) return;
  node.baseScore = MINUS_INFINITY;
  state.initialTable = null;
}

function readMembership(state: ClusterState, nodeState: XmlElement): Membership {
  const { in_ccm, crmd, join, expected } = nodeState.attributes;
  return {
    memberSince: readMemberSince(state, in_ccm),
    processUp: isProcessUp(crmd),
    join,
    expected,
  };
}

/** A boolean (older controllers wrote one) or the time of joining; 0 for no member. */
function readMemberSince(state: ClusterState, text: string | undefined): number | null {
  const boolean = parseBoolean(text);
  if (boolean !== undefined) return boolean ? state.nowSeconds : 0;
  const since = parseInteger(text);
  return since === undefined || since < 0 ? null : since;
}

function isProcessUp(text: string | undefined): boolean {
  if (text === undefined) return false;
  if (text.toLowerCase() === "online") return true;
  return (parseInteger(text) ?? 0) > 0;
}

function judgeWithoutFencing(state: ClusterState, node: ClusterNode, membership: Membership): boolean {
  if (membership.memberSince === null || membership.memberSince === 0) return false;
  if (membership.processUp) return membership.join?.toLowerCase() === "member";
  if (node.expectedUp) fenceNode(state, node, "peer is unexpectedly down");
  return false;
}

/** With fencing, doubt about a node is settled by fencing it. The first condition that holds decides. */
function judgeWithFencing(state: ClusterState, node: ClusterNode, membership: Membership): boolean {
  const { memberSince, processUp, join, expected } = membership;
  if (node.shutdown) return processUp;
  if (memberSince === null) {
    fenceNode(state, node, "peer has not been seen by the cluster");
    return false;
  }
  const isMember = memberSince > 0;
  if (join === "banned") {
    fenceNode(state, node, "peer failed Pacemaker membership criteria");
  } else if (isTerminationRequested(node)) {
    // Once it is down, it has been fenced already.
    if (!isMember && !processUp && join === "down") return false;
    fenceNode(state, node, "fencing was requested");
  } else if (expected === undefined || expected === "down") {
    if (isPendingTooLong(state, membership)) {
      fenceNode(state, node, "peer pending timed out on joining the process group");
    } else if (isMember || processUp) {
      awaitJoining(node);
    }
  } else if (!isMember) {
    fenceNode(state, node, "peer is no longer part of the cluster", { priorityDelay: true });
  } else if (!processUp) {
    fenceNode(state, node, "peer process is no longer available");
  } else if (join === "pending" || join === "down") {
    awaitJoining(node);
  } else if (join !== "member") {
    fenceNode(state, node, "peer was in an unknown state");
  }
  return isMember;
}

function awaitJoining(node: ClusterNode): void {
  node.pending = true;
  node.standby = true;
}

function isTerminationRequested(node: ClusterNode): boolean {
  const value = node.attributes.get("terminate");
  return parseBoolean(value) ?? (parseInteger(value) ?? 0) > 0;
}

/** A member whose controller has not joined within the option `node-pending-timeout`. */
function isPendingTooLong(state: ClusterState, membership: Membership): boolean {
  const timeout = millisecondsToSeconds(state.options.nodePendingTimeoutMs);
  const since = membership.memberSince ?? 0;
  if (timeout === 0 || since === 0 || membership.processUp) return false;
  if (state.nowSeconds >= since + timeout) return true;
  offerRecheck(state, since + timeout);
  return false;
}
