import { lowerAscii } from "@sanode/cib";
import { agentInput } from "../agent/agent-input.js";
import type { AgentAnswer, FenceAgents } from "../agent/fence-agents.js";
import { parseFenceMetadata } from "../agent/fence-metadata.js";
import { parseHostMap } from "../device/targets.js";

export interface DirectCall {
  /** As a configuration's `type` would name it. */
  readonly agent: string;
  readonly action: string;
  readonly target?: string;
  /** As a device's; those for the cluster are heeded or left out. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whole seconds. */
  readonly timeout: number;
  /** The device whose secrets are meant where a value is `lrm://`. */
  readonly device?: string;
}

/** Runs an agent once, without any device, as the fencing service would run it. */
export async function callAgent(agents: FenceAgents, call: DirectCall): Promise<AgentAnswer> {
  const { action, target, timeout, device = call.agent } = call;
  const { agent, parameters: added } = await agents.resolve(call.agent);
  const parameters = new Map([...call.parameters, ...added]);
  const ask = (input: ReadonlyMap<string, string>) =>
    agents.run({ agent, device, input, timeout: 1000 * timeout });
  const metadataInput = new Map([["action", "metadata"], ...added]);
  if (action === "metadata") return ask(metadataInput);
  const { output } = await ask(metadataInput);
  const port =
    target === undefined
      ? undefined
      : parseHostMap(parameters.get("pcmk_host_map") ?? "").get(lowerAscii(target));
  return ask(agentInput({ agent, action, target, port, parameters, metadata: parseFenceMetadata(output) }));
}
