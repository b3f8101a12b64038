import {
  type ActionResult,
  type AgentName,
  describeExitCode,
  describeStatus,
  ExecutionStatus,
  formatAgentName,
  type HostAgents,
  readableDuration,
} from "@sanode/ra";
import { ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import type { Style } from "./style.js";

/** The id of the resource that an agent is told that it is run for. */
const RESOURCE = "test";

/** One action to be run by hand. */
export interface RunRequest {
  readonly agent: AgentName;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/** `sanode ra run`. Returns the exit status: the agent's own where it ended by itself. */
export async function runAction(
  agents: HostAgents,
  request: RunRequest,
  output: Output,
  style: Style,
): Promise<number> {
  const { agent, action, parameters, timeout } = request;
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt);
  try {
    const { signal } = controller;
    const result = await agents.run({ agent, resource: RESOURCE, action, parameters, timeout, signal });
    if (request.json) tellMachines(request, result, output);
    else tellPeople(request, result, output, style);
    return exitStatusOf(result);
  } finally {
    process.off("SIGINT", interrupt);
  }
}

function exitStatusOf(result: ActionResult): number {
  switch (result.status) {
    case ExecutionStatus.TIMED_OUT:
      return ExitStatus.timeout;
    case ExecutionStatus.NOT_INSTALLED:
    case ExecutionStatus.DONE:
      return result.exitCode;
    default:
      return result.exitCode === 0 ? ExitStatus.error : result.exitCode;
  }
}

function tellPeople({ agent, action }: RunRequest, result: ActionResult, output: Output, style: Style): void {
  const { status, exitCode, exitReason, stdout, stderr, elapsed } = result;
  if (stdout.text !== "") output.verbatim(withLineEnd(stdout.text));
  if (stderr.text !== "") output.error(stderr.text.trimEnd());
  const isDone = status === ExecutionStatus.DONE;
  const ended = isDone ? `${exitCode} (${describeExitCode(exitCode)})` : describeStatus(status);
  const colour = isDone ? (exitCode === 0 ? style.good : style.doubtful) : style.bad;
  const reason = exitReason === "" ? "" : `: ${exitReason}`;
  const took = readableDuration(Math.round(elapsed));
  output.error(
    `${formatAgentName(agent)} ${action}: ${colour(ended)}${reason} ${style.faint(`after ${took}`)}`,
  );
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function tellMachines({ agent, action }: RunRequest, result: ActionResult, output: Output): void {
  const { status, exitCode, exitReason, stdout, stderr, elapsed } = result;
  const told = {
    agent: formatAgentName(agent),
    action,
    status,
    statusText: describeStatus(status),
    exitCode,
    exitCodeText: describeExitCode(exitCode),
    exitReason,
    elapsed: Math.round(elapsed),
    stdout: stdout.text,
    stderr: stderr.text,
  };
  output.line(JSON.stringify(told, null, 2));
}
