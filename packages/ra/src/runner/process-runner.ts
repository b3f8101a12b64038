import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { ActionRequest } from "../agent/action-request.js";
import { type AgentName, formatAgentName } from "../agent/agent-name.js";
import { type RunOptions, runAction } from "../agent/run-action.js";
import { parseMetadata } from "../metadata/parse-metadata.js";
import {
  killNodeProcesses,
  killNodeProcessesSync,
  NODE_MARK,
  type NodeIdentity,
} from "../process/node-processes.js";
import { type ActionResult, NODE_GONE } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { describeExitCode, OCF } from "../result/exit-code.js";
import type { AgentRunner, MetadataAnswer } from "./agent-runner.js";

export interface ProcessRunnerOptions extends RunOptions {
  /**
   * What tells the node's processes from all others on this host: `<cluster's uuid>/<node>`. Agents find it as
   * SANODE_NODE. By default a name of this runner's own.
   */
  readonly mark?: string;
  /**
   * The node's directory for pid files and the like, made if it is missing. Agents find it as SANODE_NODE_STATE, and
   * as HA_RSCTMP, where those of the resource-agents package keep theirs. No two nodes may share one.
   */
  readonly stateDirectory?: string;
}

const METADATA_TIMEOUT = 20_000;
const METADATA_LIMIT = 20 * 1024 * 1024;

/** Runs agents as processes of this host. */
export class ProcessRunner implements AgentRunner {
  readonly #node: NodeIdentity;
  readonly #options: RunOptions;
  /** One for each action under way. */
  readonly #running = new Set<AbortController>();
  #dead = false;

  constructor(options: ProcessRunnerOptions = {}) {
    const { mark = randomUUID(), stateDirectory, ...rest } = options;
    this.#node = { mark, ...(stateDirectory !== undefined && { stateDirectory }) };
    const environment: Record<string, string> = { [NODE_MARK]: mark };
    if (stateDirectory !== undefined) {
      mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
      environment.SANODE_NODE_STATE = stateDirectory;
      environment.HA_RSCTMP = stateDirectory;
    }
    this.#options = { ...rest, environment: { ...environment, ...rest.environment } };
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    return this.#run(request, this.#options);
  }

  async metadata(agent: AgentName): Promise<MetadataAnswer> {
    const result = await this.#run(
      { agent, resource: agent.type, action: "meta-data", parameters: {}, timeout: METADATA_TIMEOUT },
      { ...this.#options, outputLimit: METADATA_LIMIT },
    );
    if (result.status !== ExecutionStatus.DONE || result.exitCode !== OCF.SUCCESS) {
      const reason = result.exitReason === "" ? describeExitCode(result.exitCode) : result.exitReason;
      return { problem: `${formatAgentName(agent)} gave no meta-data: ${reason}` };
    }
    try {
      return { metadata: parseMetadata(result.stdout.text) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { problem: `The meta-data of ${formatAgentName(agent)} cannot be read: ${reason}` };
    }
  }

  async killAll(): Promise<void> {
    this.#abandon();
    const left = await killNodeProcesses(this.#node);
    if (left.length > 0)
      throw new Error(`Processes ${left.join(", ")} of ${this.#node.mark} cannot be ended`);
  }

  /**
   * Does what can be done of `killAll` without giving way to anything else, for handlers of `process.on("exit")`.
   * Returns the processes that could not be ended.
   */
  killAllSync(): readonly number[] {
    this.#abandon();
    return killNodeProcessesSync(this.#node);
  }

  /** From here on nothing new is started, not even by an action that is just being prepared. */
  #abandon(): void {
    this.#dead = true;
    for (const controller of this.#running) controller.abort();
  }

  async #run(request: ActionRequest, options: RunOptions): Promise<ActionResult> {
    if (this.#dead) return NODE_GONE;
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    if (request.signal?.aborted) abort();
    request.signal?.addEventListener("abort", abort);
    this.#running.add(controller);
    try {
      return await runAction({ ...request, signal: controller.signal }, options);
    } finally {
      this.#running.delete(controller);
      request.signal?.removeEventListener("abort", abort);
    }
  }
}
