import { type ActionResult, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { exitCodeOfStatus, OCF } from "../result/exit-code.js";
import type { ActionRequest } from "./action-request.js";
import { notInstalled, runAgentProcess } from "./agent-process.js";
import { actionEnvironment } from "./environment.js";
import { findAgent, SYSTEM_AGENTS } from "./find-agent.js";
import type { RunOptions } from "./run-options.js";
import { revealSecrets, SECRETS_DIRECTORY } from "./secrets.js";

/**
 * Runs one action of an OCF resource agent as the OCF Resource Agent API says, and tells how it ended.
 *
 * Never rejects: an agent that is missing, cannot be executed, is killed or takes too long gives a result that says
 * so. The process gets a session and a process group of its own; at the deadline the whole group is ended.
 */
export async function runAction(request: ActionRequest, options: RunOptions = {}): Promise<ActionResult> {
  const path = findAgent(request.agent, options.agentDirectories ?? [SYSTEM_AGENTS]);
  if (path === undefined) return notInstalled(request.agent.type);
  const parameters = parametersWithSecrets(request, options);
  if (parameters === undefined) {
    return resultWithoutOutput(ExecutionStatus.DONE, OCF.ERR_ARGS, "Unable to load CIB secrets");
  }
  const agentProcess = {
    path,
    arguments: [request.action],
    environment: actionEnvironment({ ...request, parameters }, process.env, options.environment),
    kind: "Resource agent",
    exitCode: exitCodeOfStatus,
    givesReasons: true,
  } as const;
  return runAgentProcess(agentProcess, request, options);
}

/** A stop goes on without its secrets: what cannot be stopped has to be fenced. */
function parametersWithSecrets(
  request: ActionRequest,
  options: RunOptions,
): Readonly<Record<string, string>> | undefined {
  const directory = options.secretsDirectory ?? SECRETS_DIRECTORY;
  const revealed = revealSecrets(request.parameters, request.resource, directory);
  return revealed ?? (request.action === "stop" ? request.parameters : undefined);
}
