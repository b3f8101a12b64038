import { type AgentRunner, type Clock, SimulatedAgents } from "@sanode/ra";
import type { NodeHost, NodeName } from "./node-host.js";

/** Nodes that exist in memory only. A node that is booted again has forgotten everything. */
export class SimulatedHost implements NodeHost {
  readonly #clock: Clock;
  readonly #duration: number;
  /** The latest of each node, by name. */
  readonly #agents = new Map<string, SimulatedAgents>();

  /** `duration` is how long an action takes by default, in milliseconds. */
  constructor(clock: Clock, duration = 0) {
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

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#agents.values(), (agents) => agents.killAll()));
  }
}
