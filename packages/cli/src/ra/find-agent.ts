import {
  AGENT_CLASSES,
  type AgentName,
  formatAgentName,
  type HostAgents,
  nearNames,
  parseAgentName,
} from "@sanode/ra";
import { CommandError, ExitStatus } from "../command/exit-status.js";

/** All agents of a class, or of all classes but `service`, whose agents are those of two others again. */
export async function listAgents(agents: HostAgents, wanted?: string): Promise<readonly AgentName[]> {
  const names = wanted === undefined ? AGENT_CLASSES.filter((name) => name !== "service") : [wanted];
  const lists = await Promise.all(names.map((name) => agents.agentClass(name)?.list() ?? []));
  return lists.flat();
}

/**
 * The agent that somebody means: a full name, or a type alone where it is unmistakable.
 *
 * @throws CommandError if no agent, or more than one, is meant; it names those that may be
 */
export async function findAgent(agents: HostAgents, text: string): Promise<AgentName> {
  const named = parseAgentName(text);
  if (named !== undefined) {
    await requireInstalled(agents, named, text);
    return named;
  }
  const [type = "", ...classes] = text.split(":").reverse();
  const candidates = await listAgents(agents, classes[0]);
  const found = candidates.filter((agent) => agent.type === type);
  const [only, ...more] = found;
  if (only === undefined) throw unknown(text, type, candidates);
  if (more.length === 0) return only;
  const names = found.map(formatAgentName).join(", ");
  throw new CommandError(ExitStatus.usage, `${text} may be ${names}: which of them?`);
}

/** Instances of unit templates and scripts given by their paths are not listed, though they are there. */
async function requireInstalled(agents: HostAgents, agent: AgentName, text: string): Promise<void> {
  const agentClass = agents.agentClass(agent.class);
  if (agentClass === undefined) {
    const known = `there are ${AGENT_CLASSES.join(", ")}`;
    throw new CommandError(ExitStatus.notFound, `There is no class "${agent.class}" (${known})`);
  }
  if (agentClass.name === "systemd" || agentClass.name === "service" || agent.type.startsWith("/")) return;
  const installed = await agentClass.list();
  const isMeant = ({ provider, type }: AgentName): boolean =>
    provider === agent.provider && type === agent.type;
  if (!installed.some(isMeant)) throw unknown(text, agent.type, installed);
}

function unknown(text: string, type: string, candidates: readonly AgentName[]): CommandError {
  const types = [...new Set(candidates.map((candidate) => candidate.type))];
  const near = nearNames(type, types).flatMap((name) =>
    candidates.filter((candidate) => candidate.type === name).map(formatAgentName),
  );
  const advice = near.length === 0 ? "" : `; did you mean ${near.slice(0, 3).join(" or ")}?`;
  return new CommandError(ExitStatus.notFound, `There is no agent ${text} on this host${advice}`);
}
