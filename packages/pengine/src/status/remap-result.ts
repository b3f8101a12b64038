import { OnFail } from "../model/action.js";
import { enclosingBundle } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import { canFence } from "../request/fencing.js";
import { ExecutionStatus, ExitCode, foundUnusable, isProbe, type UsableEntry } from "./history-entry.js";
import { type HistoryRun, recordFailure } from "./history-run.js";

/** A recorded result as it counts. */
export interface Result {
  readonly status: number;
  readonly exitCode: number;
}

/**
 * A probe whose failure is excused, since it only means that the resource cannot run there. Inside bundles,
 * where the agent belongs to the image, nothing is excused.
 */
export function isMaskable(run: HistoryRun, entry: UsableEntry): boolean {
  return foundUnusable(entry) && enclosingBundle(run.resource) === null;
}

/**
 * What a recorded result counts as, given what was expected of it. Some exit codes tell the resource's role at
 * once, whatever becomes of the entry later.
 */
export function remapResult(run: HistoryRun, entry: UsableEntry, expired: boolean): Result {
  let { status, exitCode } = entry;
  if (exitCode === ExitCode.Degraded || exitCode === ExitCode.DegradedPromoted) {
    exitCode = exitCode === ExitCode.Degraded ? ExitCode.Ok : ExitCode.Promoted;
    if (!expired && (!run.node.shutdown || run.node.online)) recordFailure(run, entry);
  }
  if (isMaskable(run, entry) && !(status === ExecutionStatus.Done && exitCode === ExitCode.NotRunning)) {
    status = ExecutionStatus.Done;
    exitCode = ExitCode.NotRunning;
  }
  if (status === ExecutionStatus.NoFenceDevice || status === ExecutionStatus.NoSecrets) {
    status = ExecutionStatus.HardError;
  }
  if (status !== ExecutionStatus.Done && status !== ExecutionStatus.Error) return { status, exitCode };
  status = exitCode === entry.expectedCode ? ExecutionStatus.Done : ExecutionStatus.Error;
  return { status: remapExitCode(run, entry, exitCode, status, expired), exitCode };
}

/** @returns the status that the exit code makes of it */
function remapExitCode(
  run: HistoryRun,
  entry: UsableEntry,
  exitCode: number,
  status: number,
  expired: boolean,
): number {
  const { resource } = run;
  const unexpected = exitCode !== entry.expectedCode;
  switch (exitCode) {
    case ExitCode.Ok:
      return isProbe(entry) && entry.expectedCode === ExitCode.NotRunning ? ExecutionStatus.Done : status;
    case ExitCode.NotRunning:
      if (!isProbe(entry) && unexpected && resource.managed) return status;
      resource.currentRole = Role.Stopped;
      resource.nextRole = Role.Unknown;
      run.worst = OnFail.Ignore;
      return ExecutionStatus.Done;
    case ExitCode.Promoted:
      if (!expired || !unexpected) resource.currentRole = Role.Promoted;
      return isProbe(entry) && unexpected ? ExecutionStatus.Done : status;
    case ExitCode.PromotedFailed:
      if (!expired) resource.currentRole = Role.Promoted;
      return ExecutionStatus.Error;
    case ExitCode.NotConfigured:
      return ExecutionStatus.FatalError;
    case ExitCode.Unimplemented:
      return entry.intervalMs > 0 ? ExecutionStatus.NotSupported : remapHardError(run, entry, expired);
    case ExitCode.NotInstalled:
    case ExitCode.InvalidParameter:
    case ExitCode.InsufficientPrivileges:
      return remapHardError(run, entry, expired);
    default:
      return ExecutionStatus.Error;
  }
}

/** Trying again on the same node is no use. A stop that fails so can only be cured by fencing. */
function remapHardError(run: HistoryRun, entry: UsableEntry, expired: boolean): number {
  const { state, node, resource } = run;
  if (!expired && entry.task === "stop" && !canFence(state, node)) {
    resource.managed = false;
    resource.blocked = true;
  }
  return ExecutionStatus.HardError;
}
