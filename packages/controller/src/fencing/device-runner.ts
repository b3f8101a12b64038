import { DeviceResources } from "@sanode/fencing";
import type { ActionRequest, ActionResult, AgentName, AgentRunner, MetadataAnswer } from "@sanode/ra";

/** Runs the agents of one node, of which the fencing devices (class `stonith`) are its fencer's affair. */
export class DeviceRunner implements AgentRunner {
  readonly #agents: AgentRunner;
  readonly #devices: DeviceResources;
  readonly #stopFencer: () => void;

  constructor(agents: AgentRunner, devices: DeviceResources, stopFencer: () => void) {
    this.#agents = agents;
    this.#devices = devices;
    this.#stopFencer = stopFencer;
  }

  run(request: ActionRequest): Promise<ActionResult> {
    return DeviceResources.isDevice(request.agent) ? this.#devices.run(request) : this.#agents.run(request);
  }

  metadata(agent: AgentName): Promise<MetadataAnswer> {
    return this.#agents.metadata(agent);
  }

  killAll(): Promise<void> {
    this.#stopFencer();
    return this.#agents.killAll();
  }
}
