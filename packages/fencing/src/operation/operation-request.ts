import type { FencingAction } from "../device/fencing-device.js";

/** A fencing operation as all fencers know it. Times in whole seconds. */
export interface OperationRequest {
  readonly id: string;
  readonly target: string;
  readonly action: FencingAction;
  /** For devices that have no timeout of their own. */
  readonly timeout: number;
  /** Added to the delay of devices; -1 for no delay at all. */
  readonly delay: number;
  /** Who asked for it, `NAME.PID`. */
  readonly client: string;
  /** The node whose fencer sees to it. */
  readonly originator: string;
  /** Whether the target may be asked to do it to itself. */
  readonly allowSelfFencing: boolean;
}

/** What one node is asked to do. Times in whole seconds. */
export interface ExecutionOrder {
  readonly action: FencingAction;
  /** Null for whichever device can. */
  readonly device: string | null;
  readonly timeout: number;
  readonly delay: number;
}
