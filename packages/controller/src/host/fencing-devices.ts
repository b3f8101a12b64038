import {
  type ActionRequest,
  type ActionResult,
  type AgentName,
  type AgentRunner,
  ExecutionStatus,
  type ExitCode,
  type MetadataAnswer,
  OCF,
  resultWithoutOutput,
} from "@sanode/ra";

/**
 * A node's runner that knows fencing devices (class `stonith`) as well. To start one is to register it, no
 * agent is run; in Pacemaker that is the fencer's part. Whatever the device, nodes of this process are fenced
 * by ending them.
 */
export class FencingDevices implements AgentRunner {
  readonly #agents: AgentRunner;
  readonly #registered = new Set<string>();

  constructor(agents: AgentRunner) {
    this.#agents = agents;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    if (!isDevice(request.agent)) return this.#agents.run(request);
    return resultWithoutOutput(ExecutionStatus.DONE, this.#answer(request));
  }

  async metadata(agent: AgentName): Promise<MetadataAnswer> {
    if (!isDevice(agent)) return this.#agents.metadata(agent);
    return { problem: "fencing devices are not asked for meta-data" };
  }

  killAll(): Promise<void> {
    this.#registered.clear();
    return this.#agents.killAll();
  }

  #answer({ action, resource }: ActionRequest): ExitCode {
    switch (action) {
      case "start":
        this.#registered.add(resource);
        return OCF.SUCCESS;
      case "stop":
        this.#registered.delete(resource);
        return OCF.SUCCESS;
      case "monitor":
        return this.#registered.has(resource) ? OCF.SUCCESS : OCF.NOT_RUNNING;
      default:
        return OCF.ERR_UNIMPLEMENTED;
    }
  }
}

function isDevice(agent: AgentName): boolean {
  return agent.class === "stonith";
}
