import type { FencingResult } from "../agent/fencing-result.js";
import type { FencingAction } from "../device/fencing-device.js";

export type OperationState = "querying" | "executing" | "duplicate" | "completed" | "failed";

/** A fencing operation as it is remembered. */
export interface OperationRecord {
  readonly id: string;
  readonly target: string;
  readonly action: FencingAction;
  /** The node whose fencer saw to it. */
  readonly originator: string;
  /** Who asked for it, `NAME.PID`. */
  readonly client: string;
  /** Who did it: a node, or "a human"; null if nobody did anything. */
  readonly delegate: string | null;
  readonly state: OperationState;
  /** Milliseconds since 1970; null while it is pending. */
  readonly completed: number | null;
  /** Null while it is pending. */
  readonly result: FencingResult | null;
}

export function isPending({ state }: Pick<OperationRecord, "state">): boolean {
  return state === "querying" || state === "executing" || state === "duplicate";
}
