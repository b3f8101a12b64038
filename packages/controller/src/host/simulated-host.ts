import {
  type AgentCall,
  type SimulatedAnswer,
  SimulatedFenceAgents,
  type SimulatedScript,
} from "@sanode/fencing";
import { type AgentRunner, type Clock, SimulatedAgents } from "@sanode/ra";
import type { NodeHost, NodeName } from "./node-host.js";

/** Nodes that exist in memory only. A node that is booted again has forgotten everything. */
export class SimulatedHost implements NodeHost {
  /** To be looked at: what fencing devices were told to do. */
  readonly fenceAgents: SimulatedFenceAgents;
  /** What `loadAverage` answers. */
  load = 0;
  readonly #clock: Clock;
  readonly #duration: number;
  /** The latest of each node, by name. */
  readonly #agents = new Map<string, SimulatedAgents>();

  /**
   * @param duration how long an action takes by default, in milliseconds
   * @param fenceAgent what fence agents answer; by default each succeeds in everything at once
   */
  constructor(clock: Clock, duration = 0, fenceAgent: SimulatedScript = succeedingAgent) {
    this.fenceAgents = new SimulatedFenceAgents(clock, fenceAgent);
    this.#clock = clock;
    this.#duration = duration;
  }

  boot(node: NodeName): AgentRunner {
    const agents = new SimulatedAgents(this.#clock, this.#duration);
    this.#agents.set(node.name, agents);
    return agents;
  }

  /** The agents of a node that has been booted, to be scripted and looked at. */
  agents(node: string): SimulatedAgents {
    const agents = this.#agents.get(node);
    if (agents === undefined) throw new Error(`Node ${node} has not been booted`);
    return agents;
  }

  loadAverage(): number {
    return this.load;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#agents.values(), (agents) => agents.killAll()));
  }
}

/** A fence agent that succeeds in everything at once, for any node. */
export function succeedingAgent({ agent, input }: AgentCall): SimulatedAnswer {
  if (input.get("action") !== "metadata") return {};
  const actions = ["on", "off", "reboot", "monitor"].map((name) => `<action name="${name}"/>`).join("");
  return {
    output: `<resource-agent name="${agent}"><parameters/><actions>${actions}</actions></resource-agent>`,
  };
}
