import { OnFail } from "../model/action.js";
import { Role } from "../model/role.js";
import { ExitCode, type UsableEntry } from "./history-entry.js";
import { type HistoryRun, makeActive } from "./history-run.js";
import { applyMigrateToSuccess } from "./migration-history.js";
import { isMaskable } from "./remap-result.js";

/**
 * An operation that went as wanted.
 *
 * @param exitCode what it counts as having exited with
 */
export function applySuccess(run: HistoryRun, entry: UsableEntry, exitCode: number): void {
  const { resource } = run;
  if (exitCode === ExitCode.NotInstalled || isMaskable(run, entry)) {
    resource.currentRole = Role.Stopped;
    return;
  }
  if (exitCode === ExitCode.NotRunning || applyTask(run, entry)) forgetFailure(run);
}

/** @returns whether the failures before it are over */
function applyTask(run: HistoryRun, entry: UsableEntry): boolean {
  const { resource } = run;
  switch (entry.task) {
    case "monitor":
      if (resource.currentRole < Role.Started) makeActive(resource);
      return run.lastFailure?.key === entry.key;
    case "start":
    case "migrate_from":
      resource.currentRole = Role.Started;
      return true;
    case "stop":
      resource.currentRole = Role.Stopped;
      return true;
    case "promote":
      resource.currentRole = Role.Promoted;
      return true;
    case "demote":
      resource.currentRole = Role.Unpromoted;
      return run.worst === OnFail.Demote;
    case "migrate_to":
      applyMigrateToSuccess(run, entry);
      return false;
    default:
      if (resource.currentRole < Role.Started) makeActive(resource);
      return false;
  }
}

/** Some failures stay until they are cleaned up or expire, whatever succeeds after them. */
function forgetFailure(run: HistoryRun): void {
  switch (run.worst) {
    case OnFail.Stop:
    case OnFail.Ban:
    case OnFail.Standby:
    case OnFail.Fence:
      return;
    case OnFail.ResetRemote:
      if (run.resource.reconnectIntervalMs > 0) return;
      break;
    default:
  }
  run.worst = OnFail.Ignore;
  run.resource.nextRole = Role.Unknown;
}
