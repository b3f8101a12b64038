import { findNodeByName } from "../input/nodes.js";
import type { HistoryEntry } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { addActiveNode } from "./active.js";
import { ExecutionStatus, ExitCode } from "./history-entry.js";
import { type HistoryRun, markFailed } from "./history-run.js";
import { compareEntries } from "./sort-operations.js";
import { recordedEntries } from "./status-memory.js";

/*
 * A live migration leaves its traces on two nodes: a `migrate_to` on the source, a `migrate_from` on the
 * target. What has happened since on the other node is looked up under the resource's id and the nodes'
 * names as the entries give them.
 */

/** The names of the two nodes of a migration, as recorded. */
interface Course {
  readonly source: string;
  readonly target: string;
}

/** Null unless both nodes are named and the entry stands on the node that it must stand on. */
function courseOf(run: HistoryRun, entry: HistoryEntry, side: keyof Course): Course | null {
  const { migrate_source: source, migrate_target: target } = entry.element.attributes;
  if (source === undefined || target === undefined) return null;
  const course = { source, target };
  return course[side].toLowerCase() === run.node.name.toLowerCase() ? course : null;
}

function onlineNode(state: ClusterState, name: string): ClusterNode | undefined {
  const node = findNodeByName(state, name);
  return node?.online === true ? node : undefined;
}

/** The source has let go; whether the target has taken over depends on what it has to tell. */
export function applyMigrateToSuccess(run: HistoryRun, migrateTo: HistoryEntry): void {
  const { state, node, resource } = run;
  const course = courseOf(run, migrateTo, "source");
  if (course === null) return;
  const target = onlineNode(state, course.target);
  const migrateFrom = onlyEntry(
    entriesOn(run, course.target),
    (entry) => entry.task === "migrate_from" && entry.element.attributes.migrate_source === course.source,
  );
  const changedOnSource = hasLaterChange(run, course.source, migrateTo);
  const changedOnTarget = hasNewerState(run, course.target, course, migrateTo, migrateFrom);
  if (changedOnSource && (migrateFrom !== null || changedOnTarget)) return;

  if (migrateFrom !== null && isDone(migrateFrom)) {
    // The target runs it; the source still needs its stop.
    resource.currentRole = Role.Stopped;
    resource.danglingMigrationSources.unshift(node);
    return;
  }
  resource.currentRole = Role.Started;
  if (migrateFrom !== null && migrateFrom.status !== ExecutionStatus.Pending) {
    if (!changedOnTarget && target !== undefined) addActiveNode(state, resource, target, true);
    else failMigration(resource);
    return;
  }
  if (target !== undefined && isUnknownOn(run, course.target)) return;
  if (!changedOnTarget && target !== undefined) {
    addActiveNode(state, resource, target, false);
    if (node.online) {
      resource.partialMigrationTarget = target;
      resource.partialMigrationSource = node;
    }
  } else if (!changedOnSource) {
    failMigration(resource);
  }
}

function failMigration(resource: Primitive): void {
  markFailed(resource);
  resource.migrationAllowed = false;
}

/** The source may or may not have let go. */
export function applyMigrateToFailure(run: HistoryRun, migrateTo: HistoryEntry): void {
  const { state, node, resource } = run;
  const course = courseOf(run, migrateTo, "source");
  if (course === null) return;
  resource.currentRole = Role.Started;
  const migrateFrom = onlyEntry(
    entriesOn(run, course.target),
    (entry) => entry.task === "migrate_from" && entry.element.attributes.migrate_source === course.source,
  );
  const finished = migrateFrom !== null && isDone(migrateFrom) ? migrateFrom : null;
  if (!isUnknownOn(run, course.target) && !hasNewerState(run, course.target, course, migrateTo, finished)) {
    const target = onlineNode(state, course.target);
    if (target !== undefined) addActiveNode(state, resource, target, false);
  } else if (!hasLaterChange(run, course.source, migrateTo)) {
    resource.danglingMigrationSources.unshift(node);
  }
}

/** The target has not taken over, so the source may still run it. */
export function applyMigrateFromFailure(run: HistoryRun, migrateFrom: HistoryEntry): void {
  const { state, resource } = run;
  const course = courseOf(run, migrateFrom, "target");
  if (course === null) return;
  resource.currentRole = Role.Started;
  const migrateTo = onlyEntry(
    entriesOn(run, course.source),
    (entry) => entry.task === "migrate_to" && entry.element.attributes.migrate_target === course.target,
  );
  const finished = migrateTo !== null && isDone(migrateTo) ? migrateTo : null;
  if (!isUnknownOn(run, course.source) && !hasNewerState(run, course.source, course, finished, migrateFrom)) {
    const source = onlineNode(state, course.source);
    if (source !== undefined) addActiveNode(state, resource, source, true);
  }
}

function entriesOn(run: { readonly state: ClusterState; readonly resource: Primitive }, nodeName: string) {
  return recordedEntries(run.state, nodeName, run.resource.id);
}

/** Two entries of a kind prove as little as none. */
function onlyEntry(
  entries: readonly HistoryEntry[],
  test: (entry: HistoryEntry) => boolean,
): HistoryEntry | null {
  const found = entries.filter(test);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isDone(entry: HistoryEntry): boolean {
  return entry.exitCode === ExitCode.Ok && entry.status === ExecutionStatus.Done;
}

/** A start, stop or migration after that entry. */
function hasLaterChange(run: HistoryRun, nodeName: string, since: HistoryEntry): boolean {
  return entriesOn(run, nodeName).some(
    (entry) =>
      (entry.task === "start" ||
        entry.task === "stop" ||
        entry.task === "migrate_to" ||
        entry.task === "migrate_from") &&
      entry !== since &&
      compareEntries(entry, since) > 0,
  );
}

/** The only monitor recorded found it not running, after that entry. */
function wasFoundStopped(run: HistoryRun, nodeName: string, since: HistoryEntry): boolean {
  const monitor = onlyEntry(entriesOn(run, nodeName), (entry) => entry.task === "monitor");
  return (
    monitor !== null &&
    monitor.exitCode === ExitCode.NotRunning &&
    monitor.status === ExecutionStatus.Done &&
    compareEntries(monitor, since) > 0
  );
}

/** Whether a node knows better than the migration's own traces. */
function hasNewerState(
  run: HistoryRun,
  nodeName: string,
  course: Course,
  migrateTo: HistoryEntry | null,
  migrateFrom: HistoryEntry | null,
): boolean {
  const onSource = nodeName.toLowerCase() === course.source.toLowerCase();
  const since = onSource ? (migrateTo ?? migrateFrom) : (migrateFrom ?? migrateTo);
  return since !== null && (hasLaterChange(run, nodeName, since) || wasFoundStopped(run, nodeName, since));
}

function isUnknownOn(run: HistoryRun, nodeName: string): boolean {
  return entriesOn(run, nodeName).every(({ exitCode }) => exitCode === null || exitCode === ExitCode.Unknown);
}
