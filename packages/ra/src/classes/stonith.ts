import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { notInstalled, runAgentProcess } from "../agent/agent-process.js";
import { systemEnvironment } from "../agent/environment.js";
import type { RunOptions } from "../agent/run-options.js";
import { type ActionResult, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { exitCodeOfStatus, OCF } from "../result/exit-code.js";
import { type AgentClass, METADATA_LIMIT, METADATA_TIMEOUT, type MetadataText } from "./agent-class.js";
import { printedMetadata } from "./printed-metadata.js";
import { findScript, listScripts, scriptPath } from "./script-directory.js";
import { isStonithPlugin, listStonithPlugins, stonithPluginMetadata } from "./stonith-plugins.js";

/** Where fence agents are installed. */
export const FENCE_DIRECTORY = "/usr/sbin";

/** What the names of fence agents begin with. */
const PREFIX = "fence_";

/**
 * Fence agents, and as far as listing and meta-data go the plug-ins of the cluster-glue library.
 *
 * A fence agent gets its parameters on standard input, one line `name=value` each, the first of them the action
 * (a parameter named `action` replaces it). To start and stop a fence device is to make it known to a fencing service,
 * which is not done here.
 * Source: the fence agents' API, FenceAgentAPI.md.
 */
export class StonithClass implements AgentClass {
  readonly name = "stonith";
  readonly #directory: string;
  readonly #options: RunOptions;

  constructor(options: RunOptions = {}) {
    this.#directory = options.fenceDirectory ?? FENCE_DIRECTORY;
    this.#options = options;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    if (request.action === "start" || request.action === "stop") {
      const reason = "Fence devices are started and stopped by a fencing service only";
      return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_UNIMPLEMENTED, reason);
    }
    if (!this.#isAgent(request.agent) && (await isStonithPlugin(request.agent.type))) {
      const reason = "Plug-ins of cluster-glue are run by a fencing service only";
      return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_UNIMPLEMENTED, reason);
    }
    return this.#run(request, this.#options);
  }

  async #run(request: ActionRequest, options: RunOptions): Promise<ActionResult> {
    const { type } = request.agent;
    const path = findScript(type, this.#directory);
    if (path === undefined) return notInstalled(scriptPath(type, this.#directory) ?? type);
    const lines = Object.entries({ action: request.action, ...request.parameters });
    const bad = lines.find(([name, value]) => name === "" || /[\n\r\0]|=/.test(name) || /[\n\0]/.test(value));
    if (bad !== undefined) {
      const reason = `Parameter "${bad[0]}" cannot be passed on a line of its own`;
      return resultWithoutOutput(ExecutionStatus.DONE, OCF.ERR_ARGS, reason);
    }
    const agent = {
      path,
      arguments: [],
      environment: { ...systemEnvironment(process.env), ...options.environment },
      input: lines.map(([name, value]) => `${name}=${value}\n`).join(""),
      kind: "Fence agent",
      exitCode: exitCodeOfStatus,
      givesReasons: false,
    } as const;
    return runAgentProcess(agent, request, options);
  }

  #isAgent({ type }: AgentName): boolean {
    return findScript(type, this.#directory) !== undefined;
  }

  async metadata(agent: AgentName, signal?: AbortSignal): Promise<MetadataText> {
    if (!this.#isAgent(agent) && (await isStonithPlugin(agent.type)))
      return stonithPluginMetadata(agent.type);
    const request = {
      agent,
      resource: agent.type,
      action: "metadata",
      parameters: {},
      timeout: METADATA_TIMEOUT,
      ...(signal !== undefined && { signal }),
    };
    const result = await this.#run(request, { ...this.#options, outputLimit: METADATA_LIMIT });
    return printedMetadata(agent, result);
  }

  /** Plug-ins, then fence agents, as Pacemaker's tools list them. */
  async list(): Promise<readonly AgentName[]> {
    const agents = listScripts(this.#directory).filter((name) => name.startsWith(PREFIX));
    return [...(await listStonithPlugins()), ...agents].map((type) => ({ class: "stonith", type }));
  }
}
