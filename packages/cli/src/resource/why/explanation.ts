/** Something that decides where a resource is, or why it is nowhere. */
export interface Reason {
  /** For programs; stays the same where the text may change. */
  readonly code: ReasonCode;
  readonly text: string;
  /** What can be done about it. */
  readonly advice?: string;
}

export type ReasonCode =
  | "maintenance-mode"
  | "stop-all-resources"
  | "no-quorum"
  | "no-fencing-device"
  | "stopped-on-purpose"
  | "unmanaged"
  | "blocked"
  | "failed-operation"
  | "ticket"
  | "shutdown-lock"
  | "action-blocked"
  | "no-node";

/** One change of a node's score. */
export interface ScoreReason {
  /** As scores are written: `100`, `-INFINITY`. */
  readonly score: string;
  readonly text: string;
  /** The constraint, if it is one. */
  readonly constraint: string | null;
}

/** What speaks for a node and against it. */
export interface NodeVerdict {
  readonly node: string;
  /** Why nothing can run on it whatever the scores say; null if it can. */
  readonly unusable: string | null;
  /** The score in the end; null if the node is no candidate at all. */
  readonly score: string | null;
  readonly isChosen: boolean;
  readonly reasons: readonly ScoreReason[];
}

/** Why a primitive, or one instance of it, is where it is. */
export interface Explanation {
  readonly resource: string;
  /** Where it runs now. */
  readonly active: readonly string[];
  /** Where it is to run. */
  readonly chosen: string | null;
  /** What the cluster does about it, or would do. */
  readonly decision: string;
  /** The most important first. */
  readonly reasons: readonly Reason[];
  readonly nodes: readonly NodeVerdict[];
}
