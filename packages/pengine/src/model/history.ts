import type { Score, XmlElement } from "@sanode/cib";
import type { ClusterNode } from "./node.js";
import type { Clone, Primitive } from "./resource.js";

/** One `lrm_rsc_op`: the recorded result of an operation, its attributes read once. */
export interface HistoryEntry {
  readonly element: XmlElement;
  /** Empty if absent. */
  readonly id: string;
  /** The `operation` attribute, empty if absent. */
  readonly task: string;
  /** Milliseconds; 0 for one-time operations. */
  readonly intervalMs: number;
  /** -1 for an operation that is still pending, or if absent. */
  readonly callId: number;
  /** Lower-cased `on_node`, which says where it ran; empty if absent. */
  readonly onNode: string;
  /** Execution status as recorded: -1 pending, 0 done, 4 error, ...; null if it is not a number. */
  readonly status: number | null;
  /** Exit code as recorded; null if it is not a number. */
  readonly exitCode: number | null;
  /** Exit code that the transition wanted; -1 if unknown. */
  readonly expectedCode: number;
  /** Epoch seconds of the last change of the result; null if it is not a number. */
  readonly lastChange: number | null;
  /** `operation_key`, else the id. */
  readonly key: string;
}

/** One `lrm_resource`: what a node remembers of one resource. */
export interface ResourceHistory {
  readonly element: XmlElement;
  /** Empty if absent. */
  readonly id: string;
  /** In document order. */
  readonly entries: readonly HistoryEntry[];
}

/** One `node_state`. */
export interface NodeHistory {
  readonly element: XmlElement;
  readonly uname: string | undefined;
  /** In document order. */
  readonly resources: readonly ResourceHistory[];
  readonly resourcesById: ReadonlyMap<string, readonly ResourceHistory[]>;
}

/** A failure attribute of a node: `fail-count-NAME#OPERATION_INTERVAL` or `last-failure-...`. */
export interface FailureAttribute {
  /** What stands before the `#`. */
  readonly name: string;
  readonly value: string;
}

/** Fail counts and failure times of a node by the name before the `#`. */
export interface FailureAttributes {
  readonly counts: ReadonlyMap<string, readonly FailureAttribute[]>;
  readonly times: ReadonlyMap<string, readonly FailureAttribute[]>;
}

export type DigestVerdict = "match" | "mismatch" | "restart" | "unknown";

/** Digests of one operation of a resource on a node, as the first history entry examined asked for them. */
export interface OperationDigests {
  /** Everything that the operation is given, after filtering. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The resource's own parameters, which older histories' secure digests are made of. */
  readonly resourceParameters: ReadonlyMap<string, string>;
  /** The entry first examined, whose lists of parameters stay in use; null for unfencing. */
  readonly firstEntry: XmlElement | null;
  /** Each null until it is wanted. */
  main: string | null;
  restart: string | null;
  secure: string | null;
  /** Left by the last comparison. */
  verdict: DigestVerdict;
}

/** Which instances of an anonymous clone can still take a history. */
export interface InstanceSlots {
  /** All instances before this position have a location. */
  firstFree: number;
  /** Instances by the nodes where they have a location, in instance order. */
  readonly byNode: Map<ClusterNode, number[]>;
}

/** A comparison of parameters that has to wait until the host of a bundle's container is known. */
export interface DeferredCheck {
  readonly reason: "definition" | "last-failure";
  readonly resource: Primitive;
  readonly node: ClusterNode;
  readonly entry: HistoryEntry;
}

/** What reading the status leaves behind for the checks that come later in the same run. */
export interface StatusMemory {
  /** In document order. */
  readonly nodeHistories: readonly NodeHistory[];
  /** By `uname` as written. */
  readonly historiesByName: ReadonlyMap<string, readonly NodeHistory[]>;
  readonly failureAttributes: Map<ClusterNode, FailureAttributes>;
  /** By node, then by resource id, operation and interval (a removed resource may share its id with another). */
  readonly digests: Map<ClusterNode, Map<string, OperationDigests>>;
  /** Entries of expired failures of recurring operations: their restart digest agrees with nothing. */
  readonly neverMatching: Set<XmlElement>;
  /**
   * Failures that do no harm, and where they were: of probes that found a resource unusable, and of operations whose
   * failures are ignored. Some are listed as failed.
   */
  readonly excusedFailures: Map<XmlElement, ClusterNode>;
  readonly slots: Map<Clone, InstanceSlots>;
  /** Node and key of the operations listed as failed. */
  readonly failedKeys: Set<string>;
  readonly deferredChecks: DeferredCheck[];
  /** Containers of bundles to be stopped because something in them failed; in order of remembering. */
  readonly containersToStop: Primitive[];
}

/** A fail count and when the last failure was. */
export interface FailCount {
  readonly count: Score;
  /** Epoch seconds; 0 if unknown. */
  readonly lastFailure: number;
}
