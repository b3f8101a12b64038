import { ExecutionStatus } from "@sanode/ra";
import type { OperationResult } from "./operation.js";
import { expectedExitCode } from "./transition-key.js";

/**
 * Whether a result is recorded as a failure. The exit code counts as it came: a degraded one is recorded as a failure
 * although the scheduler then takes it for a success.
 */
export function isFailure(result: Pick<OperationResult, "status" | "exitCode" | "transitionKey">): boolean {
  switch (result.status) {
    case ExecutionStatus.PENDING:
    case ExecutionStatus.CANCELLED:
      return false;
    case ExecutionStatus.DONE:
    case ExecutionStatus.ERROR_HARD:
    case ExecutionStatus.ERROR_FATAL:
    case ExecutionStatus.NOT_INSTALLED:
      return result.exitCode !== expectedExitCode(result.transitionKey);
    default:
      return true;
  }
}
