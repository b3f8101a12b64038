import { findResource, setHistoryName } from "../input/find-resource.js";
import { createRemovedInstance, createRemovedPrimitive } from "../input/resources.js";
import type { ResourceHistory } from "../model/history.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Clone, Group, Primitive } from "../model/resource.js";
import { requiresFencing, topAncestor } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { baseName } from "./failcounts.js";
import { freeInstance, instancesOn } from "./instance-slots.js";
import { treatAsRemoved } from "./removed.js";

/**
 * The primitive that an `lrm_resource` speaks of; for an anonymous clone, any of whose instances may have
 * any number in the history, the instance that is bound to it now. An id that is configured no more makes a
 * removed resource; null if there is neither one nor any operation recorded for it.
 */
export function bindHistory(
  state: ClusterState,
  node: ClusterNode,
  history: ResourceHistory,
): Primitive | null {
  const { id } = history;
  const found = findConfigured(state, node, id);
  if (found === null && history.entries.length === 0) return null;
  const resource = found ?? treatAsRemoved(state, createRemovedPrimitive(state, history.element));
  if (resource.id !== id && resource.historyName !== id) setHistoryName(state, resource, id);
  return resource;
}

function findConfigured(state: ClusterState, node: ClusterNode, id: string): Primitive | null {
  const exact = findResource(state, id);
  const found = exact ?? findResource(state, `${baseName(id)}:0`);
  if (found?.kind !== "primitive" || (exact === undefined && found.unique)) return null;
  const top = topAncestor(found);
  if (top.kind !== "clone" || top.globallyUnique) return found;
  if (top.bundle !== null) {
    return top.bundle.replicas.find((replica) => replica.node === node)?.child ?? null;
  }
  return bindInstance(state, top, node, baseName(id));
}

/**
 * The member of that name in the instance that is on this node already, else in the first instance that is
 * nowhere. A second history on the same node never takes a free instance.
 */
function bindInstance(state: ClusterState, clone: Clone, node: ClusterNode, name: string): Primitive | null {
  let chosen: Primitive | null = null;
  let duplicate = false;
  for (const instance of instancesOn(state, clone, node)) {
    const member = memberNamed(instance, name);
    if (member === null) continue;
    if (member.activeNodes.length === 0) {
      chosen = member;
      break;
    }
    duplicate = true;
  }
  if (chosen === null && !duplicate) {
    const free = freeInstance(state, clone);
    chosen = free === null ? null : memberNamed(free, name);
  }
  if (chosen !== null && isWastedOn(state, clone, chosen, node)) chosen = null;
  return chosen ?? memberNamed(createRemovedInstance(state, clone), name);
}

/**
 * An instance that needs no fencing is not kept for a node that may be gone, unless there is one for each
 * node anyway.
 */
function isWastedOn(state: ClusterState, clone: Clone, member: Primitive, node: ClusterNode): boolean {
  return (
    !requiresFencing(member) &&
    (!node.online || node.unclean) &&
    !isGuestNode(node) &&
    clone.max !== state.nodes.length
  );
}

function memberNamed(instance: Primitive | Group, name: string): Primitive | null {
  const members = instance.kind === "primitive" ? [instance] : instance.children;
  return members.find((member) => member.definition.configId === name) ?? null;
}
