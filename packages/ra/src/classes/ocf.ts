import { mkdirSync } from "node:fs";
import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { listAgents, SYSTEM_AGENTS } from "../agent/find-agent.js";
import { runAction } from "../agent/run-action.js";
import type { RunOptions } from "../agent/run-options.js";
import type { ActionResult } from "../result/action-result.js";
import { type AgentClass, METADATA_LIMIT, METADATA_TIMEOUT, type MetadataText } from "./agent-class.js";
import { printedMetadata } from "./printed-metadata.js";

/** Where agents of the resource-agents package keep what they have to remember, unless HA_RSCTMP names another place. */
const AGENTS_STATE = "/run/resource-agents";

/** Agents of the OCF standard. */
export class OcfClass implements AgentClass {
  readonly name = "ocf";
  readonly #options: RunOptions;
  #hasState = false;

  constructor(options: RunOptions = {}) {
    this.#options = options;
  }

  run(request: ActionRequest): Promise<ActionResult> {
    this.#makeState();
    return runAction(request, this.#options);
  }

  /** Agents rely on it; it is gone after each boot. Where it cannot be made, they tell what they miss. */
  #makeState(): void {
    if (this.#hasState || this.#options.environment?.HA_RSCTMP !== undefined || process.getuid?.() !== 0)
      return;
    this.#hasState = true;
    try {
      mkdirSync(AGENTS_STATE, { recursive: true, mode: 0o755 });
    } catch {
      // As said.
    }
  }

  async metadata(agent: AgentName, signal?: AbortSignal): Promise<MetadataText> {
    const request = {
      agent,
      resource: agent.type,
      action: "meta-data",
      parameters: {},
      timeout: METADATA_TIMEOUT,
      ...(signal !== undefined && { signal }),
    };
    return printedMetadata(
      agent,
      await runAction(request, { ...this.#options, outputLimit: METADATA_LIMIT }),
    );
  }

  async list(): Promise<readonly AgentName[]> {
    return listAgents(this.#options.agentDirectories ?? [SYSTEM_AGENTS]);
  }
}
