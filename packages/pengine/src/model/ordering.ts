import type { Action } from "./action.js";
import type { Resource } from "./resource.js";

/**
 * Properties of an ordering, as bits. "First" and "then" are the two actions; "required" means not optional,
 * "blocked" means not runnable.
 */
export const Order = {
  /** Sequence only. */
  seq: 1 << 0,
  /** First required => then required. */
  pullThen: 1 << 1,
  /** Then required => first required, and migratability carried back. */
  pullFirst: 1 << 2,
  /** As pullFirst, only if then's resource is currently Promoted. */
  pullFirstPromoted: 1 << 3,
  /** First blocked => then blocked and unmigratable. */
  blockThen: 1 << 4,
  /** Stop before start of the same resource, or a later group member's stop before an earlier one's. */
  restart: 1 << 5,
  /** A user's asymmetrical mandatory ordering. */
  oneWay: 1 << 6,
  /** Never at the same time; no effect on the actions themselves. */
  serialize: 1 << 7,
  /** First required and runnable => then always in the graph. */
  graphThen: 1 << 8,
  /** Then required => first always in the graph. */
  graphFirst: 1 << 9,
  /** Void if both nodes are known and differ. */
  sameNode: 1 << 10,
  /** pullThen restricted to first's node (unfencing). */
  pullThenHere: 1 << 11,
  /** Then required => first optional. */
  cancelFirst: 1 << 12,
  /** Then counts how many firsts are runnable. */
  count: 1 << 13,
  /** Left out of the graph while first is migratable. */
  unlessMigrating: 1 << 14,
  /** First runnable only if then is runnable and migratable; then required => first required. */
  migrateGate: 1 << 15,
  /** First blocked => then becomes a real, unmigratable action. */
  elseReal: 1 << 16,
  /** Utilization (`load_stopped_NODE`): relevant only on the same node, or for migrate_to on the target. */
  load: 1 << 17,
  /** Anti-colocation: relevant only if first is required and on the same node. */
  anti: 1 << 18,
  /** As blockThen, void if first is blocked and its resource is active (bundle connection probes). */
  innerProbe: 1 << 19,
  /** Exempt from the check that forbids actions on a guest before its launcher's. */
  guestOk: 1 << 20,
} as const;

/** A set of {@link Order} bits. */
export type OrderSet = number;

/** One side of an ordering: a concrete action, or every action of a resource with a task (interval 0). */
export interface OrderingSide {
  readonly resource: Resource | null;
  /** The task looked up in the resource's actions when no action is given, e.g. "start"; interval is 0. */
  readonly task: string | null;
  readonly action: Action | null;
}

/** An ordering as recorded; it becomes links between actions when all actions are known. */
export interface Ordering {
  /** Id of the constraint it comes from, if any (for explanations). */
  readonly id: string | null;
  readonly first: OrderingSide;
  readonly then: OrderingSide;
  readonly set: OrderSet;
}

/** A link between two actions. Inputs and outputs keep separate records, since only inputs change later. */
export interface Link {
  readonly action: Action;
  set: OrderSet;
  readonly ordering: Ordering | null;
  /** Place of the same link's other record: among the other action's inputs, or outputs. */
  readonly peer: number;
}
