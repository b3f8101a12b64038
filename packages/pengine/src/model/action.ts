import type { ClusterNode } from "./node.js";
import type { Link, OrderSet } from "./ordering.js";
import type { Resource } from "./resource.js";
import type { Role } from "./role.js";

/** What happens when an action fails; the numbers order the severity. */
export const OnFail = {
  Ignore: 0,
  Demote: 1,
  Restart: 2,
  ResetRemote: 3,
  RestartContainer: 4,
  Ban: 5,
  Block: 6,
  Stop: 7,
  Standby: 8,
  Fence: 9,
} as const;
export type OnFail = (typeof OnFail)[keyof typeof OnFail];

export type Need = "nothing" | "quorum" | "fencing";

/**
 * Something that may have to be done. Actions are made by `request/` only, so that numbers are given in
 * one place; flags are changed by `actions/` while orderings are propagated.
 */
export interface Action {
  /** From 1, in order of creation. */
  readonly id: number;
  readonly resource: Resource | null;
  /** A node can be given later to an action that was made without one. */
  node: ClusterNode | null;
  /** What is executed and printed as `operation`: "start", "monitor", "cancel", "notify", "stonith", ... */
  task: string;
  /** The task part of the key, e.g. "start", "monitor" (also once cancelled), "pre_notify_start". For actions without resource: the whole key. */
  readonly keyTask: string;
  /** Milliseconds; 0 for one-time actions. */
  readonly intervalMs: number;

  optional: boolean;
  runnable: boolean;
  pseudo: boolean;
  alwaysGraphed: boolean;
  migratable: boolean;
  /** Executed by the designated controller, whatever the node's state. */
  onDc: boolean;
  /** An active recurring operation that must be sent again. */
  reschedule: boolean;
  /** A stop scheduled to clean up after a dangling migration. */
  migrationAbort: boolean;
  /** Has been given a synapse. */
  graphed: boolean;

  reason: string | null;
  /** Meta-attributes, printed as `CRM_meta_...`; actions configured alike share them. */
  meta: ReadonlyMap<string, string>;
  /** The result that the agent is expected to give, if that is not success: `op_target_rc`, over the meta-attribute. */
  expectedResult: string | null;
  /** Instance attributes of the operation, evaluated the first time the action has a node. */
  parameters: ReadonlyMap<string, string> | null;
  need: Need;
  onFail: OnFail;
  roleAfterFailure: Role;
  /** The action's own priority in the graph: 0 or 1,000,000. */
  priority: number;

  /** Actions that come first / after, **oldest first** (walk backwards for "newest first"). */
  readonly inputs: Link[];
  readonly outputs: Link[];
  /** Union of the outputs' original sets by the then action's id; null while there are only few outputs. */
  outputSets: Map<number, OrderSet> | null;

  /** Count actions (`one-or-more:`, `clone-one-or-more:`): runnable inputs needed and met; 0 for others. */
  requiredRunnable: number;
  runnableInputs: number;

  /** Cancellations: the task that is cancelled. */
  cancelledTask: string | null;
}
