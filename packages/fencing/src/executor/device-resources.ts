import { parseTimeSpan } from "@sanode/cib";
import {
  type ActionRequest,
  type ActionResult,
  type AgentName,
  ExecutionStatus,
  type ExitCode,
  OCF,
  resultWithoutOutput,
} from "@sanode/ra";
import { type FencingResult, succeeded } from "../agent/fencing-result.js";
import type { Fencer } from "../fencer.js";

/** What is known of a device that was started and stopped as a resource. */
type Memory = "running" | "not running";

/**
 * Fencing devices as resources of one node: to start one is to make it known to the fencer and to see whether it
 * works, to stop one is to take that back. Whether one is started is remembered, not asked.
 */
export class DeviceResources {
  readonly #fencer: Fencer;
  readonly #memory = new Map<string, Memory>();

  constructor(fencer: Fencer) {
    this.#fencer = fencer;
  }

  /** Whether an agent is one of these. */
  static isDevice(agent: AgentName): boolean {
    return agent.class === "stonith";
  }

  /** Carries out an action of a resource of class `stonith`. Never rejects. */
  async run(request: ActionRequest): Promise<ActionResult> {
    try {
      return await this.#run(request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_GENERIC, reason);
    }
  }

  async #run(request: ActionRequest): Promise<ActionResult> {
    const { resource, action } = request;
    switch (action) {
      case "start":
        return this.#start(request);
      case "stop":
        this.#fencer.unregisterDevice(resource);
        this.#memory.set(resource, "not running");
        return resultWithoutOutput(ExecutionStatus.DONE, OCF.SUCCESS);
      case "monitor":
        return isRecurring(request) ? this.#monitor(request) : this.#remembered(resource);
      default: {
        const reason = "Invalid fence device action (bug?)";
        return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_UNIMPLEMENTED, reason);
      }
    }
  }

  async #start(request: ActionRequest): Promise<ActionResult> {
    const { resource, agent, parameters } = request;
    const definition = { id: resource, type: agent.type, parameters: new Map(Object.entries(parameters)) };
    await this.#fencer.registerDevice(definition);
    const result = await this.#monitor(request);
    if (result.status === ExecutionStatus.DONE && result.exitCode === OCF.SUCCESS) {
      this.#memory.set(resource, "running");
    }
    return result;
  }

  async #monitor({ resource, action, timeout, parameters }: ActionRequest): Promise<ActionResult> {
    const own = isRecurring({ parameters })
      ? parseTimeSpan(parameters.pcmk_monitor_timeout)?.milliseconds
      : undefined;
    const limit = own !== undefined && own > 0 ? own : timeout;
    const result = await this.#fencer.monitorDevice(resource, Math.max(1, Math.round(limit / 1000)));
    return actionResult(result, action);
  }

  #remembered(resource: string): ActionResult {
    const isRunning = this.#memory.get(resource) === "running";
    return resultWithoutOutput(ExecutionStatus.DONE, isRunning ? OCF.SUCCESS : OCF.NOT_RUNNING);
  }
}

/** Monitors without an interval are probes. */
function isRecurring({ parameters }: Pick<ActionRequest, "parameters">): boolean {
  const interval = parameters.CRM_meta_interval;
  return interval !== undefined && interval !== "0";
}

function actionResult(result: FencingResult, action: string): ActionResult {
  const ended = (status: ExecutionStatus, code: ExitCode): ActionResult =>
    resultWithoutOutput(status, code, result.reason ?? "");
  if (succeeded(result)) return ended(ExecutionStatus.DONE, OCF.SUCCESS);
  switch (result.status) {
    case ExecutionStatus.NO_FENCE_DEVICE:
      return ended(ExecutionStatus.ERROR, action === "monitor" ? OCF.NOT_RUNNING : OCF.ERR_INSTALLED);
    case ExecutionStatus.UNSUPPORTED:
      return ended(ExecutionStatus.UNSUPPORTED, OCF.ERR_UNIMPLEMENTED);
    case ExecutionStatus.NOT_CONNECTED:
      return ended(ExecutionStatus.ERROR, OCF.ERR_GENERIC);
    default:
      return ended(result.status, OCF.ERR_GENERIC);
  }
}
