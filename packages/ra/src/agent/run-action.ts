import { existsSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import { DEFAULT_OUTPUT_LIMIT } from "../process/bounded-output.js";
import { PipeSupply } from "../process/pipes.js";
import { type ProcessOutcome, type ProcessResult, runProcess } from "../process/run-process.js";
import { type ActionResult, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { type ExitCode, exitCodeOfStatus, OCF } from "../result/exit-code.js";
import { exitReason } from "../result/exit-reason.js";
import { readableDuration } from "../result/readable-duration.js";
import { describeSignal } from "../result/signal.js";
import type { ActionRequest } from "./action-request.js";
import { actionEnvironment } from "./environment.js";
import { findAgent, SYSTEM_AGENTS } from "./find-agent.js";
import { revealSecrets, SECRETS_DIRECTORY } from "./secrets.js";

/** How actions are run; everything has a default that suits a host on which agents are installed in the usual place. */
export interface RunOptions {
  /** Directories of agents, `DIRECTORY/PROVIDER/TYPE`, searched in this order. */
  readonly agentDirectories?: readonly string[];
  /** Variables that agents find beside those of the standard. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory of agents. */
  readonly directory?: string;
  /**
   * Milliseconds between SIGTERM and SIGKILL when an action takes longer than it may; 1000 by default. Pacemaker gives
   * no such time: 0 does the same.
   */
  readonly grace?: number;
  /** Bytes kept of each output stream. */
  readonly outputLimit?: number;
  /** Where values of parameters are kept that the configuration names `lrm://` only. */
  readonly secretsDirectory?: string;
}

/** Pipes not yet used by any action of this process. */
const pipes = new PipeSupply();

/**
 * Runs one action of an OCF resource agent as the OCF Resource Agent API says, and tells how it ended.
 *
 * Never rejects: an agent that is missing, cannot be executed, is killed or takes too long gives a result that says
 * so. The process gets a session and a process group of its own; at the deadline the whole group is ended.
 */
export async function runAction(request: ActionRequest, options: RunOptions = {}): Promise<ActionResult> {
  const { type } = request.agent;
  const path = findAgent(request.agent, options.agentDirectories ?? [SYSTEM_AGENTS]);
  if (path === undefined) {
    return resultWithoutOutput(
      ExecutionStatus.NOT_INSTALLED,
      OCF.ERR_INSTALLED,
      `${type}: No such file or directory`,
    );
  }
  const parameters = parametersWithSecrets(request, options);
  if (parameters === undefined) {
    return resultWithoutOutput(ExecutionStatus.DONE, OCF.ERR_ARGS, "Unable to load CIB secrets");
  }
  const result = await runProcess(
    {
      path,
      arguments: [request.action],
      environment: actionEnvironment({ ...request, parameters }, process.env, options.environment),
      directory: options.directory ?? "/",
      timeout: request.timeout,
      grace: options.grace ?? 1000,
      // An administrator who wants a failure left as it is wants the agent's children left too.
      spareChildren: request.parameters.CRM_meta_on_fail === "block",
      outputLimit: options.outputLimit ?? DEFAULT_OUTPUT_LIMIT,
      signal: request.signal ?? new AbortController().signal,
    },
    pipes,
  );
  return actionResult(result, request, path);
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

function actionResult(result: ProcessResult, request: ActionRequest, path: string): ActionResult {
  const ended = judge(result.outcome, result.stderr.text, request, path);
  return { ...ended, stdout: result.stdout, stderr: result.stderr, elapsed: result.elapsed };
}

type Judgement = Pick<ActionResult, "status" | "exitCode" | "exitReason">;

function judge(outcome: ProcessOutcome, stderr: string, request: ActionRequest, path: string): Judgement {
  switch (outcome.how) {
    case "exited": {
      const exitCode = exitCodeOfStatus(outcome.exitStatus);
      return { status: ExecutionStatus.DONE, exitCode, exitReason: exitReason(stderr) };
    }
    case "signalled":
      return error(`Resource agent interrupted by ${describeSignal(outcome.signal)} signal`);
    case "timed-out":
      return {
        status: ExecutionStatus.TIMED_OUT,
        exitCode: OCF.ERR_GENERIC,
        exitReason: `Resource agent did not complete within ${readableDuration(request.timeout)}`,
      };
    case "aborted":
      return { status: ExecutionStatus.CANCELLED, exitCode: OCF.SUCCESS, exitReason: "" };
    case "not-started":
      return judgeRefusal(outcome.errorCode, path);
    case "no-pipe":
      return error(`No pipe for the agent's output: ${systemText(outcome.errorCode)}`);
  }
}

/** What the system's refusal to execute a file that exists means; missing interpreters are "no such file" too. */
function judgeRefusal(errorCode: string, path: string): Judgement {
  if (errorCode === "EACCES" || errorCode === "EPERM") return notExecutable(OCF.ERR_PERM);
  if (errorCode === "ENOENT" && existsSync(path)) return notExecutable(OCF.ERR_INSTALLED);
  if (errorCode === "ENOENT" || errorCode === "ENOTDIR" || errorCode === "ENOEXEC") {
    return {
      status: ExecutionStatus.NOT_INSTALLED,
      exitCode: OCF.ERR_INSTALLED,
      exitReason: `${path}: ${systemText(errorCode)}`,
    };
  }
  // A value with a zero byte cannot be in an environment.
  if (errorCode === "ERR_INVALID_ARG_VALUE") {
    return {
      status: ExecutionStatus.DONE,
      exitCode: OCF.ERR_ARGS,
      exitReason: "A parameter holds a zero byte",
    };
  }
  return error(systemText(errorCode));
}

function notExecutable(exitCode: ExitCode): Judgement {
  return { status: ExecutionStatus.DONE, exitCode, exitReason: "Child process was unable to execute file" };
}

function error(exitReason: string): Judgement {
  return { status: ExecutionStatus.ERROR, exitCode: OCF.ERR_GENERIC, exitReason };
}

function systemText(errorCode: string): string {
  for (const [name, text] of getSystemErrorMap().values()) {
    if (name === errorCode) return text.charAt(0).toUpperCase() + text.slice(1);
  }
  return errorCode;
}
