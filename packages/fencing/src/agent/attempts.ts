import { type Clock, ExecutionStatus } from "@sanode/ra";
import { type FencingResult, succeeded } from "./fencing-result.js";

/** Milliseconds between two attempts. */
const PAUSE = 1000;
/** The part of the timeout after which no further attempt begins. */
const LATEST = 0.7;

export interface AttemptLimits {
  /** Seconds that all attempts together may take. */
  readonly timeout: number;
  /** How often an agent is run at most, at least once. */
  readonly attempts: number;
}

/** Whether a failed action is tried once more. */
export function isTriedAgain(
  result: Pick<FencingResult, "exitStatus" | "status">,
  attempts: number,
  elapsed: number,
  limits: AttemptLimits,
): boolean {
  if (succeeded(result) || result.status === ExecutionStatus.TIMED_OUT) return false;
  if (result.status === ExecutionStatus.CANCELLED) return false;
  return attempts < limits.attempts && elapsed < LATEST * limits.timeout;
}

/**
 * Runs an agent until it succeeds, times out, or there is no more time or attempt left; the result of the last
 * attempt counts. Every further attempt has the time that the earlier ones left.
 *
 * Source: Pacemaker Explained, "Special Meta-Attributes for Fencing Resources", `pcmk_*_retries`.
 *
 * @param call runs the agent once, with a timeout in milliseconds
 */
export async function runWithAttempts<Answer extends FencingResult>(
  call: (timeout: number) => Promise<Answer>,
  limits: AttemptLimits,
  clock: Clock,
): Promise<Answer> {
  const began = clock.monotonic();
  let left = limits.timeout;
  for (let attempts = 1; ; attempts += 1) {
    const result = await call(1000 * left);
    const elapsed = Math.floor((clock.monotonic() - began) / 1000);
    if (!isTriedAgain(result, attempts, elapsed, limits)) return result;
    left = limits.timeout - elapsed;
    await new Promise<void>((resolve) => clock.after(PAUSE, resolve));
  }
}
