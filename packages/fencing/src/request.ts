import type { FencingResult } from "./agent/fencing-result.js";
import type { FencingAction } from "./device/fencing-device.js";
import { FencingError } from "./errors.js";

/** A request to fence a node, or to unfence it. */
export interface FenceRequest {
  /** Its name; any that a device accepts will do. */
  readonly target: string;
  readonly action: FencingAction;
  /** Whole seconds, at least 1, for devices that have no timeout of their own: `fencing-timeout`. */
  readonly timeout: number;
  /** Whole seconds that are added to the delay of the first device, `priority-fencing-delay`; -1 for none at all. */
  readonly delay?: number;
  /** Whole seconds: if the same was done so shortly ago, nothing is done now. */
  readonly tolerance?: number;
  /** Who asks, `NAME.PID`. Requests of different clients for the same are merged. */
  readonly client: string;
  /** Whether the target may be asked to do it to itself, if nobody else can. */
  readonly allowSelfFencing?: boolean;
}

/** How a request ended. */
export interface FencingOutcome {
  readonly succeeded: boolean;
  readonly result: FencingResult;
  /** Who did it: a node, or "a human"; null if nobody did anything. */
  readonly delegate: string | null;
  /** The operation, by which it is found in the history; null if none was needed or possible. */
  readonly operation: string | null;
}

/** @throws FencingError for a value out of its range */
export function checkRequest({ target, timeout, delay = 0, tolerance = 0, client }: FenceRequest): void {
  const refuse = (message: string): never => {
    throw new FencingError("invalid-request", `Fencing of '${target}': ${message}`);
  };
  if (target === "") refuse("the target has no name");
  if (client === "") refuse("the client has no name");
  if (!Number.isInteger(timeout) || timeout < 1)
    refuse(`timeout ${timeout} is no whole number of seconds from 1`);
  if (!Number.isInteger(delay) || delay < -1) refuse(`delay ${delay} is no whole number of seconds from -1`);
  if (!Number.isFinite(tolerance) || tolerance < 0)
    refuse(`tolerance ${tolerance} is no number of seconds from 0`);
}
