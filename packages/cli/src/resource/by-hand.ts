import { parseInterval } from "@sanode/cib";
import { exitText, findResource, type Resource } from "@sanode/pengine";
import { describeStatus, ExecutionStatus, formatAgentName } from "@sanode/ra";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { GivenOptions } from "../command/options.js";
import type { Output } from "../command/output.js";
import type { ClusterAccess } from "../input/cluster-access.js";
import { stateOf } from "./look.js";

/** What agents are asked by these commands. */
export const BY_HAND = {
  validate: "validate-all",
  "force-check": "monitor",
  "force-start": "start",
  "force-stop": "stop",
  "force-promote": "promote",
  "force-demote": "demote",
} as const;

/**
 * Runs a resource's agent on a node of a running cluster, past the cluster, and tells what it said and how it ended.
 *
 * Source: crm_resource(8), `--force-check` and the like, `--validate`.
 *
 * @returns the agent's exit code, or the status for a run that failed otherwise
 */
export async function runByHand(
  access: ClusterAccess,
  command: keyof typeof BY_HAND,
  resource: string,
  options: GivenOptions,
  output: Output,
): Promise<number> {
  const client = access.live();
  const state = stateOf(await access.cib());
  const found = findResource(state, resource);
  const [timeout, level] = [options.value("timeout"), options.value("level")];
  if (level !== undefined && !/^\d+$/.test(level)) {
    throw new CommandError(ExitStatus.usage, `No such level of a check: ${level}`);
  }
  const answer = await client.ask("run-agent", {
    resource,
    node: options.value("node") ?? onlyNode(found?.activeNodes ?? [], state.nodes),
    action: BY_HAND[command],
    ...(timeout !== undefined && { timeout: parseInterval(timeout) }),
    ...(level !== undefined && { checkLevel: Number(level) }),
    ...(options.has("force") && { force: true }),
  });
  const { status, exitCode, exitReason, stdout, stderr } = answer;
  if (options.has("json")) {
    output.line(JSON.stringify({ resource, command, ...answer }));
  } else {
    const name = agentText(found);
    const reason = exitReason === "" ? "" : `: ${exitReason}`;
    const ended =
      status === ExecutionStatus.DONE
        ? `returned ${exitCode} (${exitText(exitCode)}${reason})`
        : `could not be executed (${describeStatus(status)}${reason})`;
    output.line(`Operation ${command} for ${resource}${name} ${ended}`);
    if (stdout !== "") output.line(stdout.trimEnd());
    if (stderr !== "") output.error(stderr.trimEnd());
  }
  if (status === ExecutionStatus.TIMED_OUT) return ExitStatus.timeout;
  return exitCode === 0 && status !== ExecutionStatus.DONE ? ExitStatus.error : exitCode;
}

/** ` (ocf:heartbeat:apache)` */
function agentText(resource: Resource | undefined): string {
  const member = resource?.kind === "clone" ? resource.children[0] : resource;
  const agent = member?.definition.agent;
  if (agent === null || agent === undefined) return "";
  const { class: standard, provider, type } = agent;
  return ` (${formatAgentName({ class: standard, type, ...(provider !== null && { provider }) })})`;
}

interface Named {
  readonly name: string;
}

/** Where it is meant if nobody says: where the resource is active, or the only node there is. */
function onlyNode(active: readonly Named[], all: readonly Named[]): string {
  const candidates = active.length > 0 ? active : all;
  const [only, more] = candidates;
  if (only !== undefined && more === undefined) return only.name;
  throw new CommandError(ExitStatus.usage, "Say on which node, with --node");
}
