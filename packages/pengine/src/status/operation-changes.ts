import type { HistoryEntry } from "../model/history.js";
import { intervalText } from "../model/interval-text.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { requestCancel } from "../request/cancel-action.js";
import { triggerUnfencing } from "../request/fencing.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { requestAction } from "../request/request-action.js";
import { compareDigests, isSecureDigestEqual, recordedRestartDigest } from "./digests.js";

const REASON = "resource definition change";

/**
 * Compares one recorded operation of an active resource with its definition and requests what a change asks for.
 *
 * @returns whether it has changed
 */
export function checkOperation(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): boolean {
  const recurring = entry.intervalMs > 0;
  if (recurring && !isConfigured(resource, entry)) {
    if (state.options.cancelRemovedActions) cancelRecorded(state, resource, node, entry);
    return true;
  }
  const verdict = compareDigests(state, resource, node, entry);
  if (verdict === "match") return false;
  if (isSecureDigestEqual(state, resource, node, entry)) {
    notePrivateChange(state, resource, node, entry);
    return false;
  }
  if (verdict === "restart") {
    restart(state, resource, node, entry);
  } else if (recurring) {
    reschedule(state, resource, node, entry);
  } else if (recordedRestartDigest(state, entry.element) !== undefined) {
    reload(state, resource, node);
  } else {
    restart(state, resource, node, entry);
  }
  return true;
}

function isConfigured(resource: Primitive, entry: HistoryEntry): boolean {
  return resource.definition.operations.some(
    ({ name, intervalMs, enabled }) => enabled && name === entry.task && intervalMs === entry.intervalMs,
  );
}

/** Cancels a recurring operation that is still running, after the resource's stop if there is one. */
export function cancelRecorded(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): void {
  const cancel = requestCancel(state, resource, entry, node);
  const callId = entry.element.attributes["call-id"];
  if (callId !== undefined) setMeta(cancel, [["call_id", callId]]);
  addOrdering(state, taskSide(resource, "stop"), actionSide(cancel), Order.seq);
}

/** Secret parameters are blanked in saved configurations, so a difference in them alone proves nothing. */
function notePrivateChange(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): void {
  if (state.placementEvents === null) return;
  const operation = `${intervalText(entry.intervalMs)}-interval ${taskToRepeat(entry)}`;
  const magic = entry.element.attributes["transition-magic"] ?? "(null)";
  state.placementEvents.push({
    kind: "note",
    text: `Only 'private' parameters to ${operation} for ${resource.id} on ${node.name} changed: ${magic}`,
  });
}

/** What must be done again after a change: what is a part of starting can only be done by a start. */
function taskToRepeat({ task, intervalMs }: HistoryEntry): string {
  const partOfStart = task === "monitor" || task === "migrate_from" || task === "promote";
  return intervalMs === 0 && partOfStart ? "start" : task;
}

/** Does the operation again, wherever the resource will be. A start pulls in a stop. */
function restart(state: ClusterState, resource: Primitive, node: ClusterNode, entry: HistoryEntry): void {
  const action = requestAction(state, {
    resource,
    task: taskToRepeat(entry),
    intervalMs: entry.intervalMs,
    node: null,
    optional: false,
  });
  action.reason = REASON;
  unfence(state, resource, node, "Device parameters changed");
}

function reschedule(state: ClusterState, resource: Primitive, node: ClusterNode, entry: HistoryEntry): void {
  const { task, intervalMs } = entry;
  const action = requestAction(state, { resource, task, intervalMs, node, optional: true });
  action.reschedule = true;
  unfence(state, resource, node, "Device parameters changed (reschedule)");
}

function reload(state: ClusterState, resource: Primitive, node: ClusterNode): void {
  unfence(state, resource, node, "Device parameters changed (reload)");
  if (!resource.managed || resource.failed) return;
  if (resource.startPending) {
    requestAction(state, { resource, task: "stop", node, optional: false });
    return;
  }
  resource.reload = true;
  const action = requestAction(state, { resource, task: "reload-agent", node, optional: false });
  action.reason = REASON;
  const set = Order.seq | Order.cancelFirst;
  addOrdering(state, actionSide(action), taskSide(resource, "stop"), set);
  addOrdering(state, actionSide(action), taskSide(resource, "demote"), set);
}

/** Unfencing may depend on the device's parameters, so it is done again. */
function unfence(state: ClusterState, resource: Primitive, node: ClusterNode, reason: string): void {
  if (resource.isFencingDevice) triggerUnfencing(state, resource, node, reason);
}
