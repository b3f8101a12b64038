import { parseInteger, type XmlElement } from "@sanode/cib";
import type { HistoryEntry } from "../model/history.js";

/** Execution statuses as recorded in `op-status` that the scheduler tells apart. */
export const ExecutionStatus = {
  Pending: -1,
  Done: 0,
  Cancelled: 1,
  NotSupported: 3,
  Error: 4,
  HardError: 5,
  FatalError: 6,
  NotInstalled: 7,
  NotConnected: 8,
  NoFenceDevice: 10,
  NoSecrets: 11,
} as const;

/** Exit codes of resource agents (OCF resource agent API, and Pacemaker's own "degraded" codes). */
export const ExitCode = {
  Ok: 0,
  InvalidParameter: 2,
  Unimplemented: 3,
  InsufficientPrivileges: 4,
  NotInstalled: 5,
  NotConfigured: 6,
  NotRunning: 7,
  Promoted: 8,
  PromotedFailed: 9,
  Degraded: 190,
  DegradedPromoted: 191,
  /** Pacemaker's own: not known yet. */
  Unknown: 193,
} as const;

/** Reads an `lrm_rsc_op`. Anything absent or unreadable is kept as such; {@link isUsable} judges it. */
export function readHistoryEntry(element: XmlElement): HistoryEntry {
  const { attributes } = element;
  const id = attributes.id ?? "";
  return {
    element,
    id,
    task: attributes.operation ?? "",
    intervalMs: Math.max(0, parseInteger(attributes.interval) ?? 0),
    callId: parseInteger(attributes["call-id"]) ?? -1,
    onNode: (attributes.on_node ?? "").toLowerCase(),
    status: parseInteger(attributes["op-status"]) ?? null,
    exitCode: parseInteger(attributes["rc-code"]) ?? null,
    expectedCode: parseTransitionKey(attributes["transition-key"])?.expectedCode ?? -1,
    lastChange: parseInteger(attributes["last-rc-change"]) ?? null,
    key:
      attributes.operation_key === undefined || attributes.operation_key === ""
        ? id
        : attributes.operation_key,
  };
}

const knownTasks: ReadonlySet<string> = new Set([
  "monitor",
  "start",
  "stop",
  "promote",
  "demote",
  "migrate_to",
  "migrate_from",
  "asyncmon",
]);

/** A history entry that says something about a resource's state. */
export interface UsableEntry extends HistoryEntry {
  readonly status: number;
  readonly exitCode: number;
}

/** Whether an entry says anything about the resource's state: known operation, not cancelled, valid numbers. */
export function isUsable(entry: HistoryEntry): entry is UsableEntry {
  const { id, task, status, exitCode } = entry;
  return (
    id !== "" &&
    knownTasks.has(task) &&
    status !== null &&
    status >= ExecutionStatus.Pending &&
    status <= ExecutionStatus.NoSecrets &&
    status !== ExecutionStatus.Cancelled &&
    exitCode !== null &&
    exitCode >= 0 &&
    exitCode <= 255
  );
}

/** A monitor that runs once, to find out what a node is doing. */
export function isProbe(entry: HistoryEntry): boolean {
  return entry.task === "monitor" && entry.intervalMs === 0;
}

/**
 * A probe that only found that the resource cannot run there: its agent is not installed, or does not accept the
 * parameters.
 */
export function foundUnusable(entry: HistoryEntry): boolean {
  return (
    isProbe(entry) &&
    (entry.exitCode === ExitCode.NotInstalled ||
      entry.exitCode === ExitCode.InvalidParameter ||
      entry.status === ExecutionStatus.NotInstalled)
  );
}

/** What a transition asked for, as written into a history: `ACTION:TRANSITION:EXPECTED:UUID`. */
export interface TransitionKey {
  readonly transition: number;
  readonly expectedCode: number;
  readonly uuid: string;
}

const transitionKeyPattern = /^\s*[+-]?\d+:\s*([+-]?\d+):\s*([+-]?\d+):\s*(\S+)/;

/** Reads a transition key; undefined if any of its four parts is missing. */
export function parseTransitionKey(text: string | undefined): TransitionKey | undefined {
  const parts = text === undefined ? null : transitionKeyPattern.exec(text);
  if (parts === null) return undefined;
  const [, transition, expectedCode, uuid] = parts;
  if (transition === undefined || expectedCode === undefined || uuid === undefined) return undefined;
  return { transition: Number(transition), expectedCode: Number(expectedCode), uuid };
}

/** Reads the key inside a transition magic, `STATUS:RC;KEY`. */
export function parseTransitionMagic(text: string | undefined): TransitionKey | undefined {
  const start = text === undefined ? null : /^\s*[+-]?\d+:\s*[+-]?\d+;/.exec(text);
  return start === null ? undefined : parseTransitionKey(text?.slice(start[0].length));
}
