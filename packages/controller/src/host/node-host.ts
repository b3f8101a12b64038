import type { AgentRunner } from "@sanode/ra";

/** How a node is called. */
export interface NodeName {
  /** The id of its entries in the CIB. */
  readonly id: string;
  readonly name: string;
}

/** What the nodes of a cluster live on: processes of this host, or a simulation. */
export interface NodeHost {
  /**
   * Switches a node on. The runner serves until the node's end: its `killAll` is the node's sudden death,
   * after which nothing of the node is left on the host.
   */
  boot(node: NodeName): AgentRunner;
  /** Ends whatever still runs on any node, and leaves nothing behind. */
  close(): Promise<void>;
}
