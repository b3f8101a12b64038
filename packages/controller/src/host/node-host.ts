import type { FenceAgents } from "@sanode/fencing";
import type { AgentRunner } from "@sanode/ra";

/** How a node is called. */
export interface NodeName {
  /** The id of its entries in the CIB. */
  readonly id: string;
  readonly name: string;
}

/** Switches nodes on. */
export type NodeBooter = Pick<NodeHost, "boot">;

/** What the nodes of a cluster live on: processes of this host, or a simulation. */
export interface NodeHost {
  /** Run the fencing devices of the configuration, on whichever node. */
  readonly fenceAgents: FenceAgents;
  /**
   * Switches a node on. The runner serves until the node's end: its `killAll` is the node's sudden death,
   * after which nothing of the node is left on the host.
   */
  boot(node: NodeName): AgentRunner;
  /** How busy the machine is that the nodes live on: the load average of the last minute. */
  loadAverage(): number;
  /** Ends whatever still runs on any node, and leaves nothing behind. */
  close(): Promise<void>;
}
