import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState, NoQuorumPolicy } from "../model/state.js";
import { canFence, fenceNode } from "./fencing.js";

/**
 * Judges whether a real action of a resource can run, from its node's state and the partition's quorum.
 * A stop that cannot reach its node marks the node for fencing.
 */
export function updateRunnable(state: ClusterState, action: Action, resource: Resource): void {
  const { node } = action;
  if (node === null) {
    action.runnable = false;
  } else if (!action.onDc && !node.online && (!isGuestNode(node) || node.reset)) {
    action.runnable = false;
    if (action.task === "stop" && resource.managed && !node.unclean) {
      fenceNode(state, node, "stop is unrunnable");
    }
  } else if (!action.onDc && node.pending) {
    action.runnable = false;
  } else if (action.need === "nothing") {
    action.reason = null;
    action.runnable = !(isGuestNode(node) && !canFence(state, node));
  } else {
    applyQuorumPolicy(state, action, resource);
  }
}

/** What lack of quorum means for a start or promote that needs quorum or fencing. */
function applyQuorumPolicy(state: ClusterState, action: Action, resource: Resource): void {
  switch (effectivePolicy(state, resource)) {
    case "stop":
      action.runnable = false;
      action.reason = "no quorum";
      break;
    case "freeze":
      if (!isActiveHere(resource.activeNodes) || rises(resource)) {
        action.runnable = false;
        action.reason = "quorum freeze";
      }
      break;
    case "ignore":
      action.runnable = true;
      break;
  }
}

function isActiveHere(nodes: readonly ClusterNode[]): boolean {
  return nodes.length > 0;
}

function rises(resource: Resource): boolean {
  return resource.nextRole > resource.currentRole;
}

/**
 * The policy that counts for a resource in this partition. `demote` also lowers the next role of a
 * promotable resource here.
 */
function effectivePolicy(state: ClusterState, resource: Resource): "stop" | "freeze" | "ignore" {
  if (state.quorate) return "ignore";
  const policy: NoQuorumPolicy = state.options.noQuorumPolicy;
  switch (policy) {
    case "demote":
      if (resource.currentRole !== Role.Promoted && resource.currentRole !== Role.Unpromoted) return "stop";
      if (resource.nextRole > Role.Unpromoted) resource.nextRole = Role.Unpromoted;
      return "ignore";
    case "fence":
      return "ignore";
    default:
      return policy;
  }
}
