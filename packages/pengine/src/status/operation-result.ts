import { parseInteger } from "@sanode/cib";
import { findNodeByName } from "../input/nodes.js";
import type { HistoryEntry } from "../model/history.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import { requestAction } from "../request/request-action.js";
import { judgeExpiry } from "./expiry.js";
import { applyFailure, applyNotInstalled } from "./failure.js";
import { ExecutionStatus, isProbe, isUsable, type UsableEntry } from "./history-entry.js";
import { affectedBy, banHere, type HistoryRun, makeActive, recordFailure } from "./history-run.js";
import { takeSlot } from "./instance-slots.js";
import { isMaskable, remapResult } from "./remap-result.js";
import { statusMemory } from "./status-memory.js";
import { applySuccess } from "./success.js";

/** What one recorded operation, in its turn, tells about the resource. */
export function applyEntry(run: HistoryRun, entry: HistoryEntry): void {
  if (!isUsable(entry)) return;
  const expired = judgeExpiry(run.state, run.resource, run.node, entry);
  const result = remapResult(run, entry, expired);
  const maskable = isMaskable(run, entry);
  if (expired && isSettledByExpiry(run, entry, maskable, result.exitCode)) return;
  if (maskable) {
    maskProbe(run, entry);
    return;
  }
  switch (result.status) {
    case ExecutionStatus.Pending:
      applyPending(run, entry);
      break;
    case ExecutionStatus.Done:
      applySuccess(run, entry, result.exitCode);
      break;
    case ExecutionStatus.NotInstalled:
      applyNotInstalled(run, entry);
      break;
    default:
      applyFailure(run, entry, result);
  }
}

/** What is left of an expired result; true if that was all. */
function isSettledByExpiry(
  run: HistoryRun,
  entry: UsableEntry,
  maskable: boolean,
  exitCode: number,
): boolean {
  const { resource, node } = run;
  if (maskable && entry.exitCode !== entry.expectedCode) {
    if (resource.currentRole <= Role.Stopped) resource.currentRole = Role.Unknown;
    return true;
  }
  if (exitCode === entry.expectedCode) return false;
  if (entry.intervalMs === 0) return true;
  if (!node.online || node.unclean) return false;
  // The failed operation must be scheduled again, or nobody would learn that it works now.
  statusMemory(run.state).neverMatching.add(entry.element);
  return true;
}

function maskProbe(run: HistoryRun, entry: UsableEntry): void {
  run.resource.currentRole = Role.Stopped;
  recordFailure(run, entry);
  banHere(run, affectedBy(run.resource), entry);
}

function applyPending(run: HistoryRun, entry: UsableEntry): void {
  const { resource } = run;
  if (isOutlived(run, entry)) return;
  switch (entry.task) {
    case "start":
      resource.startPending = true;
      makeActive(resource);
      break;
    case "promote":
      resource.currentRole = Role.Promoted;
      break;
    case "migrate_to":
      if (run.node.unclean) stopOnTarget(run, entry);
      break;
    default:
  }
  if (resource.pending === null && !isProbe(entry)) rememberPending(run, resource, entry.task);
}

/** A pending entry left over from before the same operation failed. */
function isOutlived(run: HistoryRun, entry: UsableEntry): boolean {
  const failure = run.lastFailure;
  return (
    failure !== null &&
    failure.task === entry.task &&
    parseInteger(failure.element.attributes.interval) === entry.intervalMs &&
    (failure.lastChange ?? 0) >= (entry.lastChange ?? 0)
  );
}

/** The source may be gone in the middle of a migration, so the target may have a half of the resource. */
function stopOnTarget(run: HistoryRun, entry: UsableEntry): void {
  const { state, resource } = run;
  const target = entry.element.attributes.migrate_target;
  const node = target === undefined ? undefined : findNodeByName(state, target);
  if (node !== undefined) requestAction(state, { resource, task: "stop", node, optional: false });
}

function rememberPending(run: HistoryRun, resource: Primitive, task: string): void {
  resource.pending = { task, node: run.node };
  takeSlot(run.state, resource);
}
