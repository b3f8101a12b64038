import { AGENT_CLASSES, type AgentName, formatAgentName, type HostAgents } from "@sanode/ra";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { listAgents } from "./find-agent.js";
import type { Style } from "./style.js";

/** `sanode ra classes`: every class with the number of its agents, and OCF's providers. */
export async function tellClasses(agents: HostAgents, json: boolean, output: Output): Promise<void> {
  const classes = await Promise.all(
    AGENT_CLASSES.map(async (name) => {
      const installed = (await agents.agentClass(name)?.list()) ?? [];
      return { name, agents: installed.length, providers: providersOf(installed) };
    }),
  );
  if (json) return output.line(JSON.stringify(classes, null, 2));
  for (const { name, agents: count, providers } of classes) {
    const more = providers.length === 0 ? "" : ` / ${providers.join(" ")}`;
    output.line(`${name.padEnd(10)}${String(count).padStart(5)}${more}`);
  }
}

function providersOf(agents: readonly AgentName[]): readonly string[] {
  return [...new Set(agents.flatMap(({ provider }) => provider ?? []))].sort();
}

/**
 * `sanode ra list [CLASS[:PROVIDER]]`: one full name a line.
 *
 * @throws CommandError for a class or provider that is not there
 */
export async function tellList(
  agents: HostAgents,
  wanted: string | undefined,
  json: boolean,
  output: Output,
  style: Style,
): Promise<void> {
  const [className, provider] = wanted?.split(":") ?? [];
  if (className !== undefined && agents.agentClass(className) === undefined) {
    const known = AGENT_CLASSES.join(", ");
    throw new CommandError(ExitStatus.notFound, `There is no class "${className}" (there are ${known})`);
  }
  const installed = await listAgents(agents, className);
  const listed =
    provider === undefined ? installed : installed.filter((agent) => agent.provider === provider);
  if (provider !== undefined && listed.length === 0) {
    const known = providersOf(installed).join(", ") || "none";
    throw new CommandError(ExitStatus.notFound, `There is no provider "${provider}" (there are ${known})`);
  }
  if (json) return output.line(JSON.stringify(listed.map(formatAgentName), null, 2));
  for (const agent of listed) {
    const { type } = agent;
    const whole = formatAgentName(agent);
    output.line(`${style.faint(whole.slice(0, whole.length - type.length))}${type}`);
  }
}
