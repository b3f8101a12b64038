import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { HostAgents, type HostAgentsOptions } from "../classes/host-agents.js";
import { makeControlGroup, removeControlGroup } from "../process/control-group.js";
import {
  killNodeProcesses,
  killNodeProcessesSync,
  NODE_MARK,
  type NodeIdentity,
} from "../process/node-processes.js";
import { type ActionResult, NODE_GONE } from "../result/action-result.js";
import type { AgentRunner, MetadataAnswer } from "./agent-runner.js";

export interface ProcessRunnerOptions extends HostAgentsOptions {
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

/** Runs agents of this host: of most classes as processes, units of systemd through systemd. */
export class ProcessRunner implements AgentRunner {
  readonly #node: NodeIdentity;
  readonly #agents: HostAgents;
  /** One for each action under way. */
  readonly #running = new Set<AbortController>();
  #dead = false;

  constructor(options: ProcessRunnerOptions = {}) {
    const { mark = randomUUID(), ...rest } = options;
    // Agents run in a working directory of their own.
    const stateDirectory = options.stateDirectory === undefined ? undefined : resolve(options.stateDirectory);
    this.#node = { mark, ...(stateDirectory !== undefined && { stateDirectory }) };
    const environment: Record<string, string> = { [NODE_MARK]: mark };
    if (stateDirectory !== undefined) {
      mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
      environment.SANODE_NODE_STATE = stateDirectory;
      environment.HA_RSCTMP = stateDirectory;
    }
    const controlGroup = makeControlGroup(mark);
    this.#agents = new HostAgents({
      ...rest,
      ...(controlGroup !== undefined && { controlGroup }),
      environment: { ...environment, ...rest.environment },
    });
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    if (this.#dead) return NODE_GONE;
    return this.#abortable(request.signal, (signal) => this.#agents.run({ ...request, signal }));
  }

  async metadata(agent: AgentName): Promise<MetadataAnswer> {
    if (this.#dead) return { problem: NODE_GONE.exitReason };
    return this.#abortable(undefined, (signal) => this.#agents.metadata(agent, signal));
  }

  async killAll(): Promise<void> {
    this.#abandon();
    const [pids, units] = await Promise.all([killNodeProcesses(this.#node), this.#agents.killUnits()]);
    const left = [...pids, ...units];
    if (left.length > 0)
      throw new Error(`Processes ${left.join(", ")} of ${this.#node.mark} cannot be ended`);
  }

  /**
   * Does what can be done of `killAll` without giving way to anything else, for handlers of `process.on("exit")`.
   * Returns the processes that could not be ended. Units of systemd go on: there is no time to speak to it.
   */
  killAllSync(): readonly number[] {
    this.#abandon();
    return killNodeProcessesSync(this.#node);
  }

  /** Lets go of what is held for a node that has ended in good order. What it has left running runs on. */
  close(): void {
    this.#abandon();
    this.#agents.close();
    removeControlGroup(this.#node.mark);
  }

  /** From here on nothing new is started, not even by an action that is just being prepared. */
  #abandon(): void {
    this.#dead = true;
    for (const controller of this.#running) controller.abort();
  }

  /** Lets something be aborted from outside, and by the end of the node. */
  async #abortable<Result>(
    outside: AbortSignal | undefined,
    act: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    if (outside?.aborted) abort();
    outside?.addEventListener("abort", abort);
    this.#running.add(controller);
    try {
      return await act(controller.signal);
    } finally {
      this.#running.delete(controller);
      outside?.removeEventListener("abort", abort);
    }
  }
}
