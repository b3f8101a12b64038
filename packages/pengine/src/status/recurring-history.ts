import type { HistoryEntry } from "../model/history.js";

/** Where, in a sorted history, the current life of a resource began. */
export interface ActiveWindow {
  /** Position of the last start, or of what implies one; -1 if there is none. */
  readonly start: number;
  /** Position of the last successful stop; -1 if there is none. */
  readonly stop: number;
}

/**
 * Finds the last start and stop in a sorted history. Attributes are compared as written, so that entries which
 * say nothing about the state still count here.
 */
export function findActiveWindow(sorted: readonly HistoryEntry[]): ActiveWindow {
  let start = -1;
  let stop = -1;
  let impliedMonitor = -1;
  let impliedRole = -1;
  sorted.forEach(({ task, element }, position) => {
    if (task === "stop" && element.attributes["op-status"] === "0") {
      stop = position;
    } else if (task === "start" || task === "migrate_from") {
      start = position;
    } else if (task === "monitor") {
      const code = element.attributes["rc-code"];
      if (impliedMonitor <= stop && (code === "0" || code === "8")) impliedMonitor = position;
    } else if (task === "promote" || task === "demote") {
      impliedRole = position;
    }
  });
  if (start === -1) start = impliedRole === -1 ? impliedMonitor : impliedRole;
  return { start, stop };
}

/** The recurring operations that are still running, in sorted order. */
export function runningOperations(sorted: readonly HistoryEntry[]): HistoryEntry[] {
  const { start, stop } = findActiveWindow(sorted);
  return sorted.filter(
    ({ task, intervalMs, element }, position) =>
      task !== "" &&
      position >= start &&
      !(start < stop && position <= stop) &&
      intervalMs > 0 &&
      element.attributes["op-status"] !== "-1",
  );
}
