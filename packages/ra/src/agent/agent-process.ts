import { existsSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import { DEFAULT_OUTPUT_LIMIT } from "../process/bounded-output.js";
import { PipeSupply } from "../process/pipes.js";
import { type ProcessResult, runProcess } from "../process/run-process.js";
import { type ActionResult, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { type ExitCode, OCF } from "../result/exit-code.js";
import { exitReason } from "../result/exit-reason.js";
import { readableDuration } from "../result/readable-duration.js";
import { describeSignal } from "../result/signal.js";
import type { ActionRequest } from "./action-request.js";
import type { RunOptions } from "./run-options.js";

/** An agent's file and how it is called for one action, whatever its class. */
export interface AgentProcess {
  readonly path: string;
  readonly arguments: readonly string[];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the agent reads on its standard input; nothing by default. */
  readonly input?: string;
  /** What results call it. */
  readonly kind: "Resource agent" | "Fence agent";
  /** What the exit status stands for; `stdout` is what the agent printed. */
  readonly exitCode: (exitStatus: number, stdout: string) => ExitCode;
  /** Whether the agent's standard error holds reasons, as the OCF standard has them. */
  readonly givesReasons: boolean;
}

/** Pipes not yet used by any action of this process. */
const pipes = new PipeSupply();

/**
 * Runs an agent for one action and tells how it ended. Never rejects.
 *
 * The process gets a session and a process group of its own; at the deadline the whole group is ended.
 */
export async function runAgentProcess(
  agent: AgentProcess,
  request: Pick<ActionRequest, "timeout" | "signal" | "parameters">,
  options: RunOptions,
): Promise<ActionResult> {
  const result = await runProcess(
    {
      path: agent.path,
      arguments: agent.arguments,
      environment: agent.environment,
      ...(agent.input !== undefined && { input: agent.input }),
      directory: options.directory ?? "/",
      ...(options.controlGroup !== undefined && { controlGroup: options.controlGroup }),
      timeout: request.timeout,
      grace: options.grace ?? 1000,
      // An administrator who wants a failure left as it is wants the agent's children left too.
      spareChildren: request.parameters.CRM_meta_on_fail === "block",
      outputLimit: options.outputLimit ?? DEFAULT_OUTPUT_LIMIT,
      signal: request.signal ?? new AbortController().signal,
    },
    pipes,
  );
  const ended = judge(result, agent, request.timeout);
  return { ...ended, stdout: result.stdout, stderr: result.stderr, elapsed: result.elapsed };
}

/** The result for an agent that is not there. `name` is its type or path. */
export function notInstalled(name: string): ActionResult {
  const reason = `${name}: No such file or directory`;
  return resultWithoutOutput(ExecutionStatus.NOT_INSTALLED, OCF.ERR_INSTALLED, reason);
}

type Judgement = Pick<ActionResult, "status" | "exitCode" | "exitReason">;

function judge({ outcome, stdout, stderr }: ProcessResult, agent: AgentProcess, timeout: number): Judgement {
  switch (outcome.how) {
    case "exited":
      return {
        status: ExecutionStatus.DONE,
        exitCode: agent.exitCode(outcome.exitStatus, stdout.text),
        exitReason: agent.givesReasons ? exitReason(stderr.text) : "",
      };
    case "signalled":
      return error(`${agent.kind} interrupted by ${describeSignal(outcome.signal)} signal`);
    case "timed-out":
      return {
        status: ExecutionStatus.TIMED_OUT,
        exitCode: OCF.ERR_GENERIC,
        exitReason: `${agent.kind} did not complete within ${readableDuration(timeout)}`,
      };
    case "aborted":
      return { status: ExecutionStatus.CANCELLED, exitCode: OCF.SUCCESS, exitReason: "" };
    case "not-started":
      return judgeRefusal(outcome.errorCode, agent);
    case "no-pipe":
      return error(`No pipe for the agent's output: ${systemText(outcome.errorCode)}`);
  }
}

/** What the system's refusal to execute a file that exists means; missing interpreters are "no such file" too. */
function judgeRefusal(errorCode: string, agent: AgentProcess): Judgement {
  if (errorCode === "EACCES" || errorCode === "EPERM") return notExecutable(OCF.ERR_PERM, agent);
  if (errorCode === "ENOENT" && existsSync(agent.path)) return notExecutable(OCF.ERR_INSTALLED, agent);
  if (errorCode === "ENOENT" || errorCode === "ENOTDIR" || errorCode === "ENOEXEC") {
    return {
      status: ExecutionStatus.NOT_INSTALLED,
      exitCode: OCF.ERR_INSTALLED,
      exitReason: `${agent.path}: ${systemText(errorCode)}`,
    };
  }
  // A value with a zero byte can be neither in an environment nor an argument.
  if (errorCode === "ERR_INVALID_ARG_VALUE") {
    return {
      status: ExecutionStatus.DONE,
      exitCode: OCF.ERR_ARGS,
      exitReason: "A parameter holds a zero byte",
    };
  }
  return error(systemText(errorCode));
}

function notExecutable(exitCode: ExitCode, agent: AgentProcess): Judgement {
  const reason = agent.givesReasons ? "Child process was unable to execute file" : "";
  return { status: ExecutionStatus.DONE, exitCode, exitReason: reason };
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
