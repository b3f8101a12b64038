import { millisecondsToSeconds } from "@sanode/cib";
import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode, isPacemakerRemoteNode, isRemoteNode } from "../model/node.js";
import type { Primitive, Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import { addNote, type ClusterState } from "../model/state.js";
import { unfencingDigest } from "../status/digests.js";
import { setMeta } from "./action-meta.js";
import { findClusterAction, requestClusterAction } from "./request-action.js";

/** What is done to a node: fenced by `reboot` or `off`, or unfenced by `on`. */
export type FencingOperation = "reboot" | "off" | "on";

const DELAY = "priority-fencing-delay";

/**
 * Whether a node can be fenced (`fencing-enabled`, `no-quorum-policy` and `fence-remote-without-quorum` in
 * Pacemaker Explained), or, for a guest, its state can be made sure of by recovering its launcher.
 * Without quorum only nodes that are still online can be.
 */
export function canFence(state: ClusterState, node: ClusterNode): boolean {
  return isFenceable(state, node, []);
}

/** @param guests guests on whose account this is asked: a history can claim that a guest hosts itself */
function isFenceable(state: ClusterState, node: ClusterNode, guests: readonly ClusterNode[]): boolean {
  if (isGuestNode(node)) {
    const hosts = node.connection?.launcher?.activeNodes ?? [];
    const asked = [...guests, node];
    return hosts.every((host) => host.online || asked.includes(host) || isFenceable(state, host, asked));
  }
  const { options } = state;
  if (!options.fencingEnabled || !state.fencingConfigured) return false;
  if (state.quorate || options.noQuorumPolicy === "ignore") return true;
  if (!node.online) return false;
  if (!isRemoteNode(node) || options.fenceRemoteWithoutQuorum) return true;
  const candidates = node.connection?.allowedNodes;
  return candidates === undefined || state.nodes.every((host) => host.online || !candidates.has(host));
}

/**
 * Marks a node for fencing. A member or remote node becomes unclean and gets an (optional) fencing action; a
 * guest is recovered with its launcher, so the launcher counts as failed instead.
 *
 * @param reason shown in the transition summary; the first one given for a node is kept
 */
export function fenceNode(
  state: ClusterState,
  node: ClusterNode,
  reason: string,
  options: { readonly priorityDelay?: boolean } = {},
): void {
  const connection = isPacemakerRemoteNode(node) ? node.connection : null;
  if (connection !== null && connection.launcher !== null) {
    const { launcher } = connection;
    if (launcher.failed || !launcher.managed) return;
    node.reset = true;
    markForRecovery(launcher);
  } else if (connection !== null && hasLostLauncher(connection)) {
    markForRecovery(connection);
  } else if (isPacemakerRemoteNode(node)) {
    if (connection?.managed !== false) node.reset = true;
    node.unclean = true;
    requestFencing(state, node, null, { optional: true, reason });
  } else if (!node.unclean) {
    node.unclean = true;
    const priorityDelay = options.priorityDelay ?? false;
    requestFencing(state, node, null, { optional: true, reason, priorityDelay });
  }
}

function markForRecovery(resource: Resource): void {
  resource.failed = true;
  resource.stopIfFailed = true;
}

/** A guest's connection known only from the status, whose launcher is configured no more. */
function hasLostLauncher(connection: Primitive): boolean {
  return connection.removed && connection.definition.element.attributes.container !== undefined;
}

export interface FencingRequest {
  /** False: the node must be fenced, if it can be. */
  readonly optional: boolean;
  readonly reason?: string | null;
  /** The fencing may be delayed in favour of more important nodes. */
  readonly priorityDelay?: boolean;
}

/**
 * Finds or creates the fencing action for a node; there is one for each node and operation.
 *
 * @param operation null for the cluster's `fencing-action`
 */
export function requestFencing(
  state: ClusterState,
  node: ClusterNode,
  operation: FencingOperation | null,
  request: FencingRequest,
): Action {
  const done = operation ?? state.options.fencingAction;
  const key = `stonith-${node.name}-${done}`;
  const known = findClusterAction(state, key);
  const action = known ?? requestClusterAction(state, key, { node, task: "stonith", pseudo: false });
  let { optional } = request;
  if (known === undefined) {
    setMeta(action, [
      ["on_node", node.name],
      ["on_node_uuid", node.id],
      ["stonith_action", done],
    ]);
    if (state.unfencingInUse && addDeviceDigests(state, action, node)) optional = false;
  }
  if (
    state.options.priorityFencingDelayMs > 0 &&
    (request.priorityDelay === true || action.meta.has(DELAY))
  ) {
    // Asked anew at every request, since priorities are only complete once the whole status has been read.
    setMeta(action, [[DELAY, String(fencingDelaySeconds(state, node))]]);
  }
  if (!optional && canFence(state, node)) action.optional = false;
  action.reason ??= request.reason ?? null;
  return action;
}

/**
 * Records what the unfencing devices' parameters are now, so that a later run can see whether they changed.
 *
 * @returns whether they have changed since the node was unfenced last
 */
function addDeviceDigests(state: ClusterState, action: Action, node: ClusterNode): boolean {
  let all = "";
  let secure = "";
  let changed = false;
  for (const device of unfencingDevices(state)) {
    const digest = unfencingDigest(state, device, node);
    const prefix = `${device.id}:${device.definition.agent?.type ?? ""}:`;
    all += `${prefix}${digest.main},`;
    secure += `${prefix}${digest.secure},`;
    if (digest.verdict !== "mismatch") continue;
    changed = true;
    const text = `notice: Unfencing node ${node.name} because the definition of ${device.id} changed`;
    addNote(state, { about: "unfencing", text });
  }
  setMeta(action, [
    ["digests-all", all],
    ["digests-secure", secure],
  ]);
  return changed;
}

/** Last configured first: that is the order in which their digests are listed. */
function unfencingDevices(state: ClusterState): Primitive[] {
  const devices: Primitive[] = [];
  for (const resource of state.resources) {
    visitPrimitives(resource, (primitive) => {
      if (primitive.isFencingDevice && primitive.meta.get("provides")?.toLowerCase() === "unfencing") {
        devices.push(primitive);
      }
    });
  }
  return devices.reverse();
}

/**
 * Seconds by which the fencing of an important node is delayed when the cluster may have split in two: the
 * option if the node is a lost member, no more than half of the members are left, and no member has a higher
 * priority while some have a lower one; else 0. See "priority-fencing-delay" in Pacemaker Explained.
 */
function fencingDelaySeconds(state: ClusterState, target: ClusterNode): number {
  if (isPacemakerRemoteNode(target) || target.online) return 0;
  let members = 0;
  let online = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (const node of state.nodes) {
    if (node.kind !== "cluster") continue;
    members += 1;
    if (node.online) online += 1;
    highest = Math.max(highest, node.priority);
    lowest = Math.min(lowest, node.priority);
  }
  if (online > Math.floor(members / 2) || highest === lowest || target.priority < highest) return 0;
  return millisecondsToSeconds(state.options.priorityFencingDelayMs);
}

/** Whether fencing a node off must be undone before the resource may be started or probed there. */
export function involvesUnfencing(state: ClusterState, resource: Resource): boolean {
  if (!state.unfencingInUse) return false;
  return resource.requires === "unfencing" || (resource.kind === "primitive" && resource.isFencingDevice);
}

/**
 * Requires that a node be unfenced because of a resource. Without a usable node, every usable node that the
 * resource may run on is unfenced.
 *
 * @param resource null: whatever the resource, for the node alone
 */
export function triggerUnfencing(
  state: ClusterState,
  resource: Resource | null,
  node: ClusterNode | null,
  reason: string,
): void {
  if (!state.unfencingInUse || (resource !== null && !involvesUnfencing(state, resource))) return;
  if (node !== null && isUsable(node)) {
    requestFencing(state, node, "on", { optional: false, reason });
  } else if (resource !== null) {
    // The order of the keyed table shows in the numbers of the actions.
    for (const id of resource.allowedNodes.keyedIds()) {
      const candidate = state.nodesById.get(id.toLowerCase());
      if (candidate === undefined || !isUsable(candidate)) continue;
      requestFencing(state, candidate, "on", { optional: false, reason });
    }
  }
}

function isUsable(node: ClusterNode): boolean {
  return node.online && !node.unclean && !node.shutdown;
}
