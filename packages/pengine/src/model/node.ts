import type { Score } from "@sanode/cib";
import type { Primitive } from "./resource.js";

/**
 * A node of the cluster: a member, a Pacemaker Remote node or a guest (bundle nodes included).
 * `input/` creates nodes, `status/` judges their state, `placement/` counts what is assigned to them.
 */
export interface ClusterNode {
  /** Creation order; the row of this node in every {@link NodeTable}. Never changes. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly kind: "cluster" | "remote";
  /** The resource that connects a remote or guest node; null for members and for stale remote entries. */
  connection: Primitive | null;

  /** Configured score; -INFINITY once the node is known to be unusable while reading the status. */
  baseScore: Score;
  /** Permanent, then transient attributes, and built-in ones (`#uname`, `#kind`, ...). */
  readonly attributes: Map<string, string>;
  /** Capacities as configured text; updated while resources are assigned. */
  readonly utilization: Map<string, string>;
  /** Free capacities as numbers, made from `utilization` when first needed. */
  free: Map<string, number> | null;

  online: boolean;
  unclean: boolean;
  /** The status has something to say about this node. */
  seen: boolean;
  shutdown: boolean;
  pending: boolean;
  standby: boolean;
  standbyOnFail: boolean;
  maintenance: boolean;
  expectedUp: boolean;
  isDc: boolean;
  /** A guest or remote node whose connection must be re-established through its launcher or by fencing. */
  reset: boolean;
  /** Remote nodes: recorded as fenced since their failure (`node_fenced`). */
  fenced: boolean;
  /** Remote nodes: `node_in_maintenance` as recorded in the status. */
  maintenanceRecorded: boolean;
  /** Probes are made here (`resource-discovery-enabled`). */
  discoveryEnabled: boolean;
  /** Bundle nodes: only resources that name the node explicitly are ever probed or placed here. */
  neverProbe: boolean;
  /** The node's entry in the status has been read entirely (remote and guest nodes wait for their connection). */
  unpacked: boolean;

  /** Sum of the priorities of what runs here, for `priority-fencing-delay`. */
  priority: number;
  /** Primitives active here, in the order in which the status told. */
  readonly active: Primitive[];
}

/** A guest node (bundle nodes included) is a remote node whose connection is launched by another resource. */
export function isGuestNode(node: ClusterNode): boolean {
  return node.kind === "remote" && node.connection !== null && node.connection.launcher !== null;
}

/** A remote node that is not a guest. */
export function isRemoteNode(node: ClusterNode): boolean {
  return node.kind === "remote" && (node.connection === null || node.connection.launcher === null);
}

/** Any node reached through a connection: remote, guest or bundle node. */
export function isPacemakerRemoteNode(node: ClusterNode): boolean {
  return node.kind === "remote";
}

/** Online, clean, not shutting down, not in standby and not in maintenance. Says nothing about scores. */
export function isAvailable(node: ClusterNode): boolean {
  return node.online && !node.shutdown && !node.unclean && !node.standby && !node.maintenance;
}
