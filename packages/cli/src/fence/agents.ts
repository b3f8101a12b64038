import {
  type AgentAnswer,
  callAgent,
  describeFailure,
  formatMetadata,
  ProcessFenceAgents,
  shownMetadata,
  succeeded,
} from "@sanode/fencing";
import { ExecutionStatus } from "@sanode/ra";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { FenceArguments } from "./options.js";
import { lines, type Told } from "./told.js";

/** Seconds that an agent may take to describe itself. */
const METADATA_TIMEOUT = 20;
/** The node that agents are told when parameters are to be judged. */
const SOME_NODE = "node1";

export function fenceAgents({ directory }: FenceArguments): ProcessFenceAgents {
  return new ProcessFenceAgents(directory === undefined ? {} : { directory });
}

/** `list-agents` */
export async function listAgents(call: FenceArguments): Promise<Told> {
  const agents = await fenceAgents(call).list();
  const count = `${agents.length} fence ${agents.length === 1 ? "device" : "devices"} found`;
  return { status: ExitStatus.ok, text: lines([...agents, count]), value: { agents } };
}

/** `metadata AGENT` */
export async function showMetadata(call: FenceArguments, [agent, ...rest]: readonly string[]): Promise<Told> {
  if (agent === undefined || rest.length > 0) throw usage("metadata AGENT");
  const parameters = new Map<string, string>();
  const answer = await callAgent(fenceAgents(call), {
    agent,
    action: "metadata",
    parameters,
    timeout: METADATA_TIMEOUT,
  });
  const metadata = succeeded(answer) ? shownMetadata(answer.output) : undefined;
  if (metadata !== undefined) {
    const text = formatMetadata(metadata);
    return { status: ExitStatus.ok, text, value: { agent, metadata: text } };
  }
  const { text, exitStatus } = succeeded(answer)
    ? { text: "it is not what an agent says of itself", exitStatus: ExitStatus.error }
    : describeFailure(answer);
  throw new CommandError(exitStatus, `Can't get fence agent meta-data: ${text}`);
}

/** `validate AGENT [NAME=VALUE...]` */
export async function validate(call: FenceArguments, [agent, ...pairs]: readonly string[]): Promise<Told> {
  if (agent === undefined) throw usage("validate AGENT [NAME=VALUE...]");
  const { timeout } = call;
  const parameters = readPairs(pairs);
  const target = SOME_NODE;
  const answer = await callAgent(fenceAgents(call), {
    agent,
    action: "validate-all",
    target,
    parameters,
    timeout,
  });
  const isValid = succeeded(answer);
  const isMissing = answer.status === ExecutionStatus.NOT_INSTALLED;
  const status = isValid ? ExitStatus.ok : isMissing ? ExitStatus.notFound : ExitStatus.error;
  const verdict = `Validation of ${agent} ${isValid ? "succeeded" : "failed"}\n`;
  const said = isMissing
    ? `Agent ${agent} not found\n`
    : paragraph(answer.output) + paragraph(answer.errorOutput);
  const value = { agent, valid: isValid, ...described(answer) };
  return { status, text: verdict + said, value };
}

/** `run AGENT ACTION [NAME=VALUE...]` */
export async function runAgent(call: FenceArguments, words: readonly string[]): Promise<Told> {
  const [agent, action, ...pairs] = words;
  if (agent === undefined || action === undefined) throw usage("run AGENT ACTION [NAME=VALUE...]");
  const { timeout, target } = call;
  const to = target === undefined ? {} : { target };
  const parameters = readPairs(pairs);
  const answer = await callAgent(fenceAgents(call), { agent, action, ...to, parameters, timeout });
  const { text, exitStatus } = describeFailure(answer);
  const why = answer.reason ?? `the agent ended with status ${answer.exitStatus}`;
  const failure = text === "" ? "" : `sanode fence: ${action} by ${agent} failed: ${text} (${why})\n`;
  const value = { agent, action, succeeded: text === "", ...described(answer) };
  return { status: exitStatus, text: answer.output, errors: answer.errorOutput + failure, value };
}

function described({
  exitStatus,
  status,
  reason,
  output,
  errorOutput,
}: AgentAnswer): Record<string, unknown> {
  return { exitStatus, executionStatus: status, reason, output, errorOutput };
}

/** A text and an empty line after it; nothing for nothing. */
function paragraph(text: string): string {
  return text === "" ? "" : `${text}\n`;
}

function readPairs(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at < 1) throw new CommandError(ExitStatus.usage, `Not a parameter: ${word} (NAME=VALUE is)`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

function usage(form: string): CommandError {
  return new CommandError(ExitStatus.usage, `Usage: sanode fence ${form}`);
}
