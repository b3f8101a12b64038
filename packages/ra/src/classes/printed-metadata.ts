import { type AgentName, formatAgentName } from "../agent/agent-name.js";
import type { ActionResult } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { describeExitCode, OCF } from "../result/exit-code.js";
import type { MetadataText } from "./agent-class.js";

/** What an agent printed when it was asked for its meta-data. */
export function printedMetadata(agent: AgentName, result: ActionResult): MetadataText {
  if (result.status === ExecutionStatus.DONE && result.exitCode === OCF.SUCCESS) {
    return { xml: result.stdout.text };
  }
  const reason = result.exitReason === "" ? describeExitCode(result.exitCode) : result.exitReason;
  return { problem: `${formatAgentName(agent)} gave no meta-data: ${reason}` };
}
