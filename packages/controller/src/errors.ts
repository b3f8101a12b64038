/** What was wrong with what a cluster was asked to do. */
export type ClusterErrorCode =
  /** The cluster has no node of that name. */
  | "unknown-node"
  /** The node, or the cluster, is not in a state in which that can be done. */
  | "wrong-state"
  /** The configuration cannot be that of these nodes. */
  | "configuration";

export class ClusterError extends Error {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string) {
    super(message);
    this.name = "ClusterError";
    this.code = code;
  }
}
