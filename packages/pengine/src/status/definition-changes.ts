import { elements } from "@sanode/cib";
import { findResourcesForHistory } from "../input/find-resource.js";
import type { DeferredCheck, HistoryEntry, ResourceHistory } from "../model/history.js";
import { type ClusterNode, isAvailable } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import { topAncestor } from "../model/resource-tree.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { triggerUnfencing } from "../request/fencing.js";
import { orderTasks } from "../request/orderings.js";
import { requestAction } from "../request/request-action.js";
import { clearFailCount, requestClearing } from "./clear-failcount.js";
import { compareDigests, usesHostAddress } from "./digests.js";
import { effectiveFailCount } from "./failcounts.js";
import { cancelRecorded, checkOperation } from "./operation-changes.js";
import { findActiveWindow } from "./recurring-history.js";
import { sortOperations } from "./sort-operations.js";
import { onlyNodeHistory, statusMemory } from "./status-memory.js";

/**
 * Compares the histories of usable nodes with the configuration: resources that are configured no more or
 * differently are cleaned up, and active ones restarted, reloaded, or their recurring operations rescheduled, as
 * the digests of their parameters ask for (Pacemaker Explained, "Reloading an Agent After a Definition Change").
 */
export function checkDefinitions(state: ClusterState): void {
  const byHistoryId = new Map<string, readonly Primitive[]>();
  for (const node of state.nodes) {
    if (!isAvailable(node) && !node.maintenance) continue;
    for (const recorded of onlyNodeHistory(state, node.name)?.resources ?? []) {
      if (elements(recorded.element).length === 0) continue;
      let resources = byHistoryId.get(recorded.id);
      if (resources === undefined) {
        // Last found first, which shows in the numbers of actions.
        resources = findResourcesForHistory(state, recorded.id).toReversed();
        byHistoryId.set(recorded.id, resources);
      }
      state.observer?.at(Step.definitions, node, recorded.id);
      for (const resource of resources) checkResource(state, node, resource, recorded);
    }
  }
}

/** Makes the comparisons that had to wait for the hosts of bundles' containers; the last one comes first. */
export function runDeferredChecks(state: ClusterState): void {
  const { deferredChecks } = statusMemory(state);
  for (const check of deferredChecks.toReversed()) runDeferredCheck(state, check);
  deferredChecks.length = 0;
}

function runDeferredCheck(state: ClusterState, check: DeferredCheck): void {
  const { resource, node, entry } = check;
  if (check.reason === "definition") {
    checkEntry(state, resource, node, entry);
    return;
  }
  const verdict = compareDigests(state, resource, node, entry);
  if (verdict === "mismatch" || verdict === "restart") clearFailCount(state, resource, node);
}

function checkResource(
  state: ClusterState,
  node: ClusterNode,
  resource: Primitive,
  recorded: ResourceHistory,
): void {
  if (resource.removed) {
    const top = topAncestor(resource);
    if (top.kind !== "clone" || top.globallyUnique) deleteHistory(state, resource, node);
    return;
  }
  const active = resource.activeNodes.includes(node);
  if (hasOtherAgent(resource, recorded)) {
    if (resource.isFencingDevice) triggerUnfencing(state, resource, node, "Device definition changed");
    if (active) {
      requestAction(state, { resource, task: "stop", node, optional: false });
      resource.startPending = true;
    }
    deleteHistory(state, resource, node);
  }
  if (active) checkOperations(state, node, resource, recorded);
}

function hasOtherAgent(resource: Primitive, recorded: ResourceHistory): boolean {
  const { agent } = resource.definition;
  const { class: standard, provider, type } = recorded.element.attributes;
  return agent?.class !== standard || (agent?.provider ?? undefined) !== provider || agent?.type !== type;
}

/** A failed resource's history stays until it has been recovered, and a lost node's cannot be deleted. */
function deleteHistory(state: ClusterState, resource: Primitive, node: ClusterNode): void {
  if (resource.failed || node.unclean || !node.online) return;
  requestAction(state, { resource, task: "delete", node, optional: false });
  orderTasks(state, resource, "stop", resource, "delete", Order.seq);
  orderTasks(state, resource, "delete", resource, "start", Order.seq);
}

/** Only what has been done since the last start is compared. */
function checkOperations(
  state: ClusterState,
  node: ClusterNode,
  resource: Primitive,
  recorded: ResourceHistory,
): void {
  const sorted = sortOperations(recorded.entries);
  const { start, stop } = findActiveWindow(sorted);
  if (start < stop) return;
  for (const entry of sorted.slice(Math.max(start, 0))) {
    const recurring = entry.task !== "" && entry.intervalMs > 0;
    if (recurring && (resource.maintenance || node.maintenance)) {
      cancelRecorded(state, resource, node, entry);
    } else if (recurring || isChecked(entry.task)) {
      if (usesHostAddress(state, resource)) {
        statusMemory(state).deferredChecks.push({ reason: "definition", resource, node, entry });
      } else {
        checkEntry(state, resource, node, entry);
      }
    }
  }
}

function isChecked(task: string): boolean {
  return task === "monitor" || task === "start" || task === "promote" || task === "migrate_from";
}

/** Failures with other parameters say nothing about the present ones. */
function checkEntry(state: ClusterState, resource: Primitive, node: ClusterNode, entry: HistoryEntry): void {
  if (checkOperation(state, resource, node, entry) && effectiveFailCount(state, resource, node).count !== 0) {
    requestClearing(state, resource, node);
  }
}
