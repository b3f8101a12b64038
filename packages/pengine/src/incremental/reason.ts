/** Why a change could not be answered in part, so that everything was decided anew. */
export type FullReason =
  /** The first answer of a scheduler. */
  | "first"
  /** Time has passed, and the configuration or the answer depends on it. */
  | "time"
  /** The `cib` element itself: quorum, designated controller, feature set, ... */
  | "cluster-properties"
  /** Options, nodes, constraints, defaults, tags, ...: everything in the configuration but resources. */
  | "configuration"
  /** Resources were added, removed or moved, or one got other parts, names or references. */
  | "resource-structure"
  /** A resource's priority, by which resources are ordered. */
  | "resource-priority"
  /** Definitions of templates, or of fencing devices. */
  | "shared-definition"
  /** Nodes joined, left, or changed their state; tickets. */
  | "node-state"
  /** Attributes of nodes other than fail counts; or fail counts, where rules look at them. */
  | "node-attributes"
  /** A history of a resource that is not configured. */
  | "unconfigured-history"
  /** Histories were inserted before others. */
  | "history-order"
  /** The document is built so that its parts cannot be told apart: ids occur twice, or are referred to across resources. */
  | "unusual-document"
  /** There are Pacemaker Remote nodes, guests or bundles. */
  | "remote-nodes"
  /** Nodes have capacities. */
  | "utilization"
  /** There is something to do, or to wait for, that belongs to no resource: fencing, shutdown, `require-all=false`. */
  | "cluster-actions"
  /** Resources that are configured no more are active or recorded. */
  | "removed-resources"
  /** The run had something to tell besides its answer (changed parameters, unfencing). */
  | "notes"
  /** Actions of several unconnected resources were made in an order that cannot be traced. */
  | "action-order"
  /** The touched resources depend on others in a way that is not seen from the configuration. */
  | "coupled"
  /** A resource went elsewhere, and others choose by how many resources a node has. */
  | "placement-by-load"
  /** The touched resources are connected with too many others. */
  | "large-component"
  /** Too many unconnected resources changed at once. */
  | "many-changes"
  /** The moment at which the answer may change by itself cannot be told from the parts. */
  | "recheck-time"
  /** As many parts were replaced as are kept. */
  | "kept-parts";

/** Ends an attempt at a part; caught by the scheduler only. */
export class NotInPart extends Error {
  readonly reason: FullReason;

  constructor(reason: FullReason) {
    super(`everything has to be decided anew: ${reason}`);
    this.name = "NotInPart";
    this.reason = reason;
  }
}
