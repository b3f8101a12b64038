import type { ActionRequest } from "../agent/action-request.js";
import { type AgentName, formatAgentName } from "../agent/agent-name.js";
import { notInstalled } from "../agent/agent-process.js";
import { absolutePaths, type RunOptions } from "../agent/run-options.js";
import { parseMetadata } from "../metadata/parse-metadata.js";
import type { ActionResult } from "../result/action-result.js";
import type { MetadataAnswer } from "../runner/agent-runner.js";
import type { AgentClass, MetadataText } from "./agent-class.js";
import { HeartbeatClass } from "./heartbeat.js";
import { LsbClass } from "./lsb.js";
import { OcfClass } from "./ocf.js";
import { ServiceClass } from "./service.js";
import { StonithClass } from "./stonith.js";
import { SystemdClass, type SystemdOptions } from "./systemd.js";

export interface HostAgentsOptions extends RunOptions {
  readonly systemd?: SystemdOptions;
}

/** The agents of all classes on this host. */
export class HostAgents {
  readonly #classes: ReadonlyMap<string, AgentClass>;
  readonly #systemd: SystemdClass;

  constructor(options: HostAgentsOptions = {}) {
    const run = absolutePaths(options);
    const lsb = new LsbClass(run);
    this.#systemd = new SystemdClass(options.systemd);
    const classes = [
      new OcfClass(run),
      new ServiceClass(lsb, this.#systemd),
      lsb,
      this.#systemd,
      new StonithClass(run),
      new HeartbeatClass(run),
    ];
    this.#classes = new Map(classes.map((agentClass) => [agentClass.name, agentClass]));
  }

  /** Runs one action to its end. Never rejects. */
  async run(request: ActionRequest): Promise<ActionResult> {
    const agentClass = this.agentClass(request.agent.class);
    return agentClass === undefined ? notInstalled(request.agent.type) : agentClass.run(request);
  }

  /** Asks an agent for its meta-data, and reads it. Never rejects. */
  async metadata(agent: AgentName, signal?: AbortSignal): Promise<MetadataAnswer> {
    const printed = await this.metadataText(agent, signal);
    if ("problem" in printed) return printed;
    try {
      return { metadata: parseMetadata(printed.xml) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { problem: `The meta-data of ${formatAgentName(agent)} cannot be read: ${reason}` };
    }
  }

  /** Asks an agent for its meta-data as it is. Never rejects. */
  async metadataText(agent: AgentName, signal?: AbortSignal): Promise<MetadataText> {
    const agentClass = this.agentClass(agent.class);
    if (agentClass === undefined) return { problem: `There is no class ${agent.class}` };
    return agentClass.metadata(agent, signal);
  }

  /** The class of that name, without regard to case. */
  agentClass(name: string): AgentClass | undefined {
    return this.#classes.get(name.toLowerCase());
  }

  /** Ends the units of systemd that were started here. Returns those that could not be ended. */
  killUnits(): Promise<readonly string[]> {
    return this.#systemd.killAll();
  }

  /** Lets go of what keeps connections open. */
  close(): void {
    this.#systemd.close();
  }
}
