import type { FencingResult } from "./fencing-result.js";

/** One run of a fence agent. */
export interface AgentCall {
  readonly agent: string;
  /** Whose secrets are meant where a value is `lrm://`. */
  readonly device: string;
  /** The lines that the agent reads from its standard input, `NAME=VALUE`, in this order. */
  readonly input: ReadonlyMap<string, string>;
  /** Milliseconds; 0 for no limit. */
  readonly timeout: number;
  /** When aborted, the agent is killed and the result is "cancelled". */
  readonly signal?: AbortSignal;
}

export interface AgentAnswer extends FencingResult {
  /** What the agent wrote on its standard error: for this host's log only. */
  readonly errorOutput: string;
}

/** What a device's `type` stands for on this host. */
export interface ResolvedAgent {
  readonly agent: string;
  /** Parameters that the agent needs besides the configured ones. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What runs the fence agents of one node: processes of this host, or a simulation. */
export interface FenceAgents {
  /** Finds the agent for a `type` of the configuration. Never rejects; one that is missing stays as it is named. */
  resolve(type: string): Promise<ResolvedAgent>;
  /** Runs an agent once. Never rejects. */
  run(call: AgentCall): Promise<AgentAnswer>;
}

/** Stands for every plug-in of the cluster-glue library, named by the parameter `plugin`. */
export const PLUGIN_AGENT = "fence_legacy";
