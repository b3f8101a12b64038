import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import type { ActionResult } from "../result/action-result.js";

/** What agents of one class have in common: where they are, how they are called and what their answers mean. */
export interface AgentClass {
  readonly name: AgentClassName;
  /** Runs one action to its end. Never rejects. */
  run(request: ActionRequest): Promise<ActionResult>;
  /** The agent's meta-data as XML, printed by it or made from what is known of it. Never rejects. */
  metadata(agent: AgentName, signal?: AbortSignal): Promise<MetadataText>;
  /** Agents that are installed, in the order in which they are to be shown; none where that cannot be known. */
  list(): Promise<readonly AgentName[]>;
}

/** The classes in the order in which Pacemaker's tools list them; the last one is ours. */
export const AGENT_CLASSES = ["ocf", "service", "lsb", "systemd", "stonith", "heartbeat"] as const;

export type AgentClassName = (typeof AGENT_CLASSES)[number];

/** XML, or why there is none. */
export type MetadataText = { readonly xml: string } | { readonly problem: string };

/** Milliseconds that an agent has to print its meta-data. */
export const METADATA_TIMEOUT = 20_000;

/** Bytes of output that meta-data may have. */
export const METADATA_LIMIT = 20 * 1024 * 1024;
