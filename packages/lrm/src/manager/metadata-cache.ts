import { type AgentMetadata, type AgentName, type AgentRunner, formatAgentName } from "@sanode/ra";

/** The meta-data of the agents that a node has used. */
export class MetadataCache {
  readonly #runner: AgentRunner;
  readonly #known = new Map<string, AgentMetadata>();
  /** Being asked for right now; whoever asks meanwhile shares the answer. */
  readonly #asked = new Map<string, Promise<AgentMetadata | undefined>>();

  constructor(runner: AgentRunner) {
    this.#runner = runner;
  }

  /** What is known without asking. */
  known(agent: AgentName): AgentMetadata | undefined {
    return this.#known.get(formatAgentName(agent));
  }

  /** The agent's meta-data; `anew` asks even if it is known, as the agent may have been updated. Never rejects. */
  fetch(agent: AgentName, anew: boolean): Promise<AgentMetadata | undefined> {
    const name = formatAgentName(agent);
    const known = this.#known.get(name);
    if (known !== undefined && !anew) return Promise.resolve(known);
    const asked = this.#asked.get(name) ?? this.#ask(agent, name);
    this.#asked.set(name, asked);
    return asked;
  }

  async #ask(agent: AgentName, name: string): Promise<AgentMetadata | undefined> {
    const answer = await this.#runner.metadata(agent).catch((error: unknown) => ({ problem: String(error) }));
    this.#asked.delete(name);
    if ("problem" in answer) return this.#known.get(name);
    this.#known.set(name, answer.metadata);
    return answer.metadata;
  }
}
