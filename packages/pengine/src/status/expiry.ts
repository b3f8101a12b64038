import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { type ClusterState, offerRecheck } from "../model/state.js";
import { clearFailCount } from "./clear-failcount.js";
import { compareDigests, usesHostAddress } from "./digests.js";
import { effectiveFailCount, failureTimeout, recordedFailCount } from "./failcounts.js";
import { ExecutionStatus, ExitCode, isProbe, type UsableEntry } from "./history-entry.js";
import { statusMemory } from "./status-memory.js";

/**
 * Whether a recorded result is too old to matter, by the resource's `failure-timeout`. Clears the fail count
 * when it has expired too, or when the parameters that failed have been changed since. Any result counts, not
 * only failures: an old success makes an expired fail count go away.
 */
export function judgeExpiry(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: UsableEntry,
): boolean {
  // What cannot be executed at all will not heal with time.
  if (entry.status === ExecutionStatus.NotInstalled) return false;
  let expired = false;
  const timeout = failureTimeout(resource);
  if (timeout > 0 && entry.lastChange !== null) {
    expired = state.nowSeconds >= entry.lastChange + timeout && !awaitsFencing(state, resource, entry);
    // The timeout as it was: asking for the fail count may switch it off.
    const { count, lastFailure } = effectiveFailCount(state, resource, node, { entry });
    if (count > 0) offerRecheck(state, lastFailure + timeout + 1);
  }
  const isLastFailure = entry.id.endsWith("_last_failure_0");
  if (expired) {
    if (recordedFailCount(state, resource, node, entry).count !== 0) {
      if (effectiveFailCount(state, resource, node, { entry }).count === 0) {
        clearFailCount(state, resource, node);
      } else {
        expired = false;
      }
    } else if (isLastFailure && resource.reconnectIntervalMs > 0) {
      clearFailCount(state, resource, node);
    }
  }
  if (!expired && isLastFailure && (entry.task === "start" || entry.task === "monitor")) {
    clearIfParametersChanged(state, resource, node, entry);
  }
  return expired && !(isProbe(entry) && tellsState(entry));
}

/** A connection's failed monitor stays until its node has been fenced, or the node would be used too early. */
function awaitsFencing(state: ClusterState, resource: Primitive, entry: UsableEntry): boolean {
  return (
    entry.task === "monitor" &&
    entry.intervalMs > 0 &&
    resource.reconnectIntervalMs > 0 &&
    state.options.fencingEnabled &&
    resource.remoteNode !== null &&
    !resource.remoteNode.fenced
  );
}

/** A probe that found out something about the resource's state is worth keeping however old it is. */
function tellsState(entry: UsableEntry): boolean {
  switch (entry.exitCode) {
    case ExitCode.Ok:
    case ExitCode.NotRunning:
    case ExitCode.Promoted:
    case ExitCode.Degraded:
    case ExitCode.DegradedPromoted:
      return true;
    default:
      return false;
  }
}

function clearIfParametersChanged(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: UsableEntry,
): void {
  if (usesHostAddress(state, resource)) {
    statusMemory(state).deferredChecks.push({ reason: "last-failure", resource, node, entry });
    return;
  }
  const verdict = compareDigests(state, resource, node, entry);
  if (verdict === "mismatch" || verdict === "restart") clearFailCount(state, resource, node);
}
