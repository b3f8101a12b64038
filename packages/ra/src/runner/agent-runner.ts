import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import type { AgentMetadata } from "../metadata/metadata.js";
import type { ActionResult } from "../result/action-result.js";

/** What runs the agents of one node: processes of this host, or a simulation. */
export interface AgentRunner {
  /** Runs one action to its end. Never rejects. */
  run(request: ActionRequest): Promise<ActionResult>;
  /** Asks an agent for its meta-data. Never rejects. */
  metadata(agent: AgentName): Promise<MetadataAnswer>;
  /**
   * Ends everything that the node's agents ever started and that still runs, services included, as if the node had lost
   * its power. Nothing is run afterwards. Rejects if something could not be ended.
   */
  killAll(): Promise<void>;
}

/** An agent's meta-data, or why there is none. */
export type MetadataAnswer = { readonly metadata: AgentMetadata } | { readonly problem: string };
