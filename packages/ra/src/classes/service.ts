import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import type { ActionResult } from "../result/action-result.js";
import type { AgentClass, MetadataText } from "./agent-class.js";
import type { LsbClass } from "./lsb.js";
import type { SystemdClass } from "./systemd.js";

/**
 * Services by a name under which there may be an init script or a unit of systemd. Which it is, is found out for each
 * action: the script where there is one, else the unit; where there is neither, a script that is not installed.
 * Source: Pacemaker Explained, "System Services".
 */
export class ServiceClass implements AgentClass {
  readonly name = "service";
  readonly #lsb: LsbClass;
  readonly #systemd: SystemdClass;

  constructor(lsb: LsbClass, systemd: SystemdClass) {
    this.#lsb = lsb;
    this.#systemd = systemd;
  }

  /** The class that an agent's actions are run by at this moment. */
  async resolve(type: string): Promise<AgentClass> {
    if (this.#lsb.find(type) !== undefined) return this.#lsb;
    return (await this.#systemd.exists(type)) ? this.#systemd : this.#lsb;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    return (await this.resolve(request.agent.type)).run(request);
  }

  async metadata(agent: AgentName): Promise<MetadataText> {
    return (await this.resolve(agent.type)).metadata(agent);
  }

  async list(): Promise<readonly AgentName[]> {
    const all = [...(await this.#lsb.list()), ...(await this.#systemd.list())];
    return all.map(({ type }) => ({ class: "service", type }));
  }
}
