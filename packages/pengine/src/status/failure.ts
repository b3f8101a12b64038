import { MINUS_INFINITY } from "@sanode/cib";
import { failurePolicy, operationMeta } from "../input/operations.js";
import { OnFail } from "../model/action.js";
import type { HistoryEntry } from "../model/history.js";
import { isPacemakerRemoteNode } from "../model/node.js";
import { Role } from "../model/role.js";
import { addNodeScore, banEverywhere } from "../placement/score-change.js";
import { banFromEveryNode } from "./active.js";
import { ExecutionStatus, ExitCode, isProbe, type UsableEntry } from "./history-entry.js";
import {
  affectedBy,
  banHere,
  type HistoryRun,
  makeActive,
  markFailed,
  recordFailure,
} from "./history-run.js";
import { applyMigrateFromFailure, applyMigrateToFailure } from "./migration-history.js";
import type { Result } from "./remap-result.js";
import { statusMemory } from "./status-memory.js";
import { applySuccess } from "./success.js";

interface Handling {
  readonly onFail: OnFail;
  readonly roleAfterFailure: Role;
}

function handlingOf(run: HistoryRun, entry: HistoryEntry): Handling {
  const { state, resource } = run;
  const { meta } = operationMeta(state, resource, entry.task, entry.intervalMs);
  return failurePolicy(state, resource, entry.task, entry.intervalMs, meta);
}

/** An operation that failed, as its `on-fail` says (Pacemaker Explained, "Responding to Failures"). */
export function applyFailure(run: HistoryRun, entry: UsableEntry, result: Result): void {
  if (result.status === ExecutionStatus.NotConnected) failConnection(run);
  const handling = handlingOf(run, entry);
  const { onFail } = handling;
  if (onFail === OnFail.Ignore || (onFail === OnFail.RestartContainer && entry.task === "stop")) {
    ignoreFailure(run, entry, onFail);
  } else {
    takeFailure(run, entry, handling, result);
  }
}

/** What cannot be executed cannot be ignored either: the resource is banned from the node at least. */
export function applyNotInstalled(run: HistoryRun, entry: UsableEntry): void {
  const handling = handlingOf(run, entry);
  if (handling.onFail === OnFail.Ignore) run.worst = OnFail.Ban;
  banHere(run, affectedBy(run.resource), entry);
  takeFailure(run, entry, handling, entry);
}

/** The executor on a remote node could not be reached: its connection must have broken. */
function failConnection(run: HistoryRun): void {
  const { connection } = run.node;
  if (isPacemakerRemoteNode(run.node) && connection?.managed === true) markFailed(connection);
}

function ignoreFailure(run: HistoryRun, entry: UsableEntry, onFail: OnFail): void {
  applySuccess(run, entry, entry.expectedCode);
  run.resource.failureIgnored = true;
  statusMemory(run.state).excusedFailures.set(entry.element, run.node);
  recordFailure(run, entry);
  if (onFail === OnFail.RestartContainer && run.worst <= OnFail.Restart) run.worst = OnFail.RestartContainer;
}

function takeFailure(run: HistoryRun, entry: UsableEntry, handling: Handling, result: Result): void {
  const { state, resource } = run;
  const { onFail, roleAfterFailure } = handling;
  run.lastFailure = entry;
  if (state.options.symmetricCluster || result.exitCode !== ExitCode.NotInstalled) recordFailure(run, entry);
  if (onFail > run.worst) run.worst = onFail;
  applyFailedTask(run, entry, onFail, result.exitCode);
  if (isProbe(entry) && result.exitCode === ExitCode.NotInstalled) {
    resource.currentRole = Role.Stopped;
  } else if (resource.currentRole < Role.Started) {
    makeActive(resource);
  }
  if (roleAfterFailure !== Role.Started && resource.nextRole < roleAfterFailure) {
    resource.nextRole = roleAfterFailure;
  }
  if (roleAfterFailure === Role.Stopped) {
    banFromEveryNode(state, affectedBy(resource), { kind: "failure", detail: entry.key });
  }
  if (result.status === ExecutionStatus.HardError) {
    banHere(run, affectedBy(resource), entry);
  } else if (result.status === ExecutionStatus.FatalError) {
    banEverywhere(state, affectedBy(resource), { kind: "failure", detail: entry.key });
  }
}

function applyFailedTask(run: HistoryRun, entry: UsableEntry, onFail: OnFail, exitCode: number): void {
  const { state, node, resource } = run;
  switch (entry.task) {
    case "stop":
      addNodeScore(state, resource, node, MINUS_INFINITY, { kind: "failure", detail: entry.key });
      break;
    case "migrate_to":
      applyMigrateToFailure(run, entry);
      break;
    case "migrate_from":
      applyMigrateFromFailure(run, entry);
      break;
    case "promote":
      resource.currentRole = Role.Promoted;
      break;
    case "demote":
      if (onFail === OnFail.Block) {
        resource.currentRole = Role.Promoted;
        resource.nextRole = Role.Stopped;
      } else {
        resource.currentRole = exitCode === ExitCode.NotRunning ? Role.Stopped : Role.Unpromoted;
      }
      break;
    default:
  }
}
