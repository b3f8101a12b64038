/** What was wrong with what a cluster was asked to do. */
export type ClusterErrorCode =
  /** The cluster has no node of that name. */
  | "unknown-node"
  /** The cluster has no resource of that id. */
  | "unknown-resource"
  /** The node could not be fenced. */
  | "not-fenced"
  /** The node, or the cluster, is not in a state in which that can be done. */
  | "wrong-state"
  /** It could do harm; whoever insists may force it. */
  | "unsafe"
  /** That cannot be done with something of this kind. */
  | "not-applicable"
  /** The configuration cannot be that of these nodes. */
  | "configuration"
  /** The directory in which a cluster keeps its state cannot be used. */
  | "state-directory"
  /** A cluster works in that directory already. */
  | "in-use"
  /** The configuration was changed by somebody else meanwhile. */
  | "conflict";

export class ClusterError extends Error {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string) {
    super(message);
    this.name = "ClusterError";
    this.code = code;
  }
}
