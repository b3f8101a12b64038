import { ExecutionStatus } from "./execution-status.js";
import { type ExitCode, OCF } from "./exit-code.js";

/** How one run of an action ended. */
export interface ActionResult {
  readonly status: ExecutionStatus;
  /** The agent's answer; with a status other than DONE the code that stands for the agent's missing one. */
  readonly exitCode: ExitCode;
  /** One line for people: the agent's own (`ocf-exit-reason:`) or ours; empty if there is nothing to say. */
  readonly exitReason: string;
  readonly stdout: CapturedText;
  readonly stderr: CapturedText;
  /** Milliseconds from the start of the process to its end. */
  readonly elapsed: number;
}

/** What was kept of an output stream. */
export interface CapturedText {
  /** The text; where something was dropped a line says how much. Bytes that are no UTF-8 become U+FFFD. */
  readonly text: string;
  /** Bytes dropped from the middle. */
  readonly dropped: number;
}

/** The output of a process that wrote nothing. */
export const NO_OUTPUT: CapturedText = { text: "", dropped: 0 };

/** A result without output, for actions that ended without a process or in a simulation. */
export function resultWithoutOutput(
  status: ExecutionStatus,
  exitCode: ExitCode,
  exitReason = "",
  elapsed = 0,
): ActionResult {
  return { status, exitCode, exitReason, stdout: NO_OUTPUT, stderr: NO_OUTPUT, elapsed };
}

/** The result of an action asked for after its node was killed. */
export const NODE_GONE = resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_GENERIC, "The node is gone");
