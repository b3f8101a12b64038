import { type Attributes, element, type XmlElement } from "@sanode/cib";
import type { ExecutionStatus, ExitCode } from "@sanode/ra";
import { operationKey } from "../operation/operation.js";

/** One `lrm_rsc_op` element of the status section: the last known result of an operation on a node. */
export interface HistoryEntry {
  /** `RESOURCE_last_0`, `RESOURCE_last_failure_0`, `RESOURCE_monitor_10000`, … */
  readonly id: string;
  readonly resource: string;
  /** What the scheduler is to take the operation for: a reload is recorded as a start. */
  readonly task: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly featureSet: string;
  readonly transitionKey: string;
  readonly status: ExecutionStatus;
  readonly exitCode: ExitCode;
  readonly exitReason: string;
  /** Name of the node that wrote the entry. */
  readonly node: string;
  readonly callId: number;
  /** Missing where no time is known. */
  readonly times?: {
    /** Seconds since 1970. */
    readonly lastRcChange: number;
    /** Milliseconds. */
    readonly execTime: number;
    /** Milliseconds. */
    readonly queueTime: number;
  };
  /** Names of the nodes between which a resource migrates. */
  readonly migration?: { readonly source: string; readonly target: string };
  readonly digest: string;
  /** The parameters whose change takes a restart, and the digest of their values. */
  readonly restart?: ParameterDigest;
  /** The parameters that are secret, and the digest of the values of all others. */
  readonly secure?: ParameterDigest;
}

/** Names of parameters and a digest. */
export interface ParameterDigest {
  readonly names: readonly string[];
  readonly digest: string;
}

/** The occasion that entries name in `crm-debug-origin`; free text, which nobody reads. */
const ORIGIN = "sanode-lrm";

/**
 * An entry as it is after an update: what the later one does not say stays, as the CIB merges attributes. So the entry of
 * a stop still shows the digests that the start before it wrote.
 */
export function mergeEntries(earlier: HistoryEntry | undefined, later: HistoryEntry): HistoryEntry {
  return earlier === undefined ? later : { ...earlier, ...later };
}

/**
 * An entry as an element, its attributes in the order in which Pacemaker writes them.
 * Source: Pacemaker Explained, "Operation history".
 */
export function entryElement(entry: HistoryEntry): XmlElement {
  const attributes: Attributes = {
    id: entry.id,
    operation_key: operationKey(entry.resource, entry.task, entry.interval),
    operation: entry.task,
    "crm-debug-origin": ORIGIN,
    crm_feature_set: entry.featureSet,
    "transition-key": entry.transitionKey,
    "transition-magic": `${entry.status}:${entry.exitCode};${entry.transitionKey}`,
    "exit-reason": entry.exitReason,
    on_node: entry.node,
    "call-id": String(entry.callId),
    "rc-code": String(entry.exitCode),
    "op-status": String(entry.status),
    interval: String(entry.interval),
    ...(entry.times && {
      "last-rc-change": String(entry.times.lastRcChange),
      "exec-time": String(entry.times.execTime),
      "queue-time": String(entry.times.queueTime),
    }),
    ...(entry.migration && {
      migrate_source: entry.migration.source,
      migrate_target: entry.migration.target,
    }),
    "op-digest": entry.digest,
    ...(entry.restart && {
      "op-force-restart": nameList(entry.restart.names),
      "op-restart-digest": entry.restart.digest,
    }),
    ...(entry.secure && {
      "op-secure-params": nameList(entry.secure.names),
      "op-secure-digest": entry.secure.digest,
    }),
  };
  return element("lrm_rsc_op", attributes);
}

/** Names the last declared one first, in double blanks. */
function nameList(names: readonly string[]): string {
  return names.length === 0 ? "" : `  ${[...names].reverse().join(" ")}  `;
}
