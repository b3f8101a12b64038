import type { CompiledBlocks, Score, XmlElement } from "@sanode/cib";
import type { Action } from "./action.js";
import type { Colocation } from "./colocation.js";
import type { Location } from "./location.js";
import type { ClusterNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { Role } from "./role.js";
import type { TicketConstraint } from "./ticket.js";

export type Resource = Primitive | Group | Clone | Bundle;

export type Requires = "nothing" | "quorum" | "fencing" | "unfencing";
export type MultipleActive = "block" | "stop_only" | "stop_start" | "stop_unexpected";

/** What a resource is made from; shared by all instances of a clone. */
export interface ResourceDefinition {
  /** The element after template expansion. */
  readonly element: XmlElement;
  /** The `id` of the element: `p` for the instance `p:1`. */
  readonly configId: string;
  readonly agent: { readonly class: string; readonly provider: string | null; readonly type: string } | null;
  readonly operations: readonly OperationDefinition[];
  /** The definition above this one: blocks are inherited from it and from those above it. */
  readonly parent: ResourceDefinition | null;
  /** What is below: the primitives of a group, what a clone has instances of. */
  readonly members: readonly ResourceDefinition[];
  readonly metaBlocks: CompiledBlocks;
  readonly parameterBlocks: CompiledBlocks;
  readonly utilizationBlocks: CompiledBlocks;
  /** What `input/` has worked out already; it is the same for all instances. */
  readonly memory: DefinitionMemory;
}

/** Results that depend on a definition only, filled when they are first needed. */
export interface DefinitionMemory {
  /** Meta-attributes but for what the parent ends up with. */
  meta: ReadonlyMap<string, string> | null;
  utilization: ReadonlyMap<string, string> | null;
  /** By node index; under -1 those read without a node. */
  parameters: Map<number, ReadonlyMap<string, string>> | null;
  /** By task and interval. */
  operations: Map<string, OperationSettings> | null;
}

/** What the configuration says about an operation, whether or not there is an `<op>` for it. */
export interface OperationSettings {
  readonly operation: OperationDefinition | null;
  /** In the form that actions have them: times in milliseconds. */
  readonly meta: ReadonlyMap<string, string>;
}

/** One configured `<op>`. */
export interface OperationDefinition {
  readonly element: XmlElement;
  readonly id: string | null;
  readonly name: string;
  readonly intervalMs: number;
  /** The `role` XML attribute as written. */
  readonly role: string | null;
  /** False only for a valid false in the XML attribute `enabled`. */
  readonly enabled: boolean;
  readonly metaBlocks: CompiledBlocks;
  readonly parameterBlocks: CompiledBlocks;
}

/** A shutdown lock: the node a resource is kept for, and since when (epoch seconds). */
export interface ShutdownLock {
  readonly node: ClusterNode;
  readonly since: number;
}

export interface ResourceState {
  /** Instance id, e.g. `p:1`; the XML id outside clones. */
  readonly id: string;
  readonly definition: ResourceDefinition;
  /** Number of the clone instance this is or belongs to; null outside clones. */
  readonly instance: number | null;
  parent: Resource | null;
  /** Final meta-attributes. */
  readonly meta: Map<string, string>;
  /** The name under which history knows this instance when it differs from the id. */
  historyName: string | null;

  /**
   * A score; raised for promotable instances while roles are chosen (for groups to a plain sum, which may lie
   * beyond the range of scores), restored afterwards.
   */
  priority: number;
  readonly critical: boolean;
  readonly requires: Requires;
  multipleActive: MultipleActive;
  readonly stickiness: Score;
  readonly migrationThreshold: Score;
  /** Milliseconds; 0 means failures never expire. `status/` may reset it to 0 for this run. */
  failureTimeoutMs: number;
  readonly allowUnhealthyNodes: boolean;
  /** Notifications are sent; a bundle's own clone takes it over from its instances. */
  notify: boolean;
  /** The meta-attribute of that name, which means something for clones and below them; groups elsewhere just obey it. */
  readonly promotable: boolean;
  /** The printed id is the full id: everything outside anonymous clones. */
  unique: boolean;
  /** Generated, never shown in status lists (implicit remote connections). */
  readonly internal: boolean;

  managed: boolean;
  maintenance: boolean;
  blocked: boolean;
  /** Failed, as shown in the status. */
  failed: boolean;
  /** The failed instance must be stopped for recovery. */
  stopIfFailed: boolean;
  /** Failures of it are ignored. */
  failureIgnored: boolean;
  /** No longer configured ("orphaned"). */
  removed: boolean;
  startPending: boolean;
  /** A reload of the agent is scheduled. */
  reload: boolean;
  exclusiveDiscovery: boolean;

  /** Role it has; `originalRole` keeps what the status said when it is changed later. */
  currentRole: Role;
  nextRole: Role;
  /** Where it (or any descendant) is active, in the order in which the status told. */
  readonly activeNodes: ClusterNode[];
  /** Nodes whose state for this resource is known from history. */
  readonly knownNodes: Set<ClusterNode>;

  /** Candidate nodes and their scores. */
  allowedNodes: NodeTable;
  /** The choice has been made (possibly "no node"). */
  assigned: boolean;
  /** Being assigned right now (loops end here). */
  assigning: boolean;
  assignedNode: ClusterNode | null;
  /** Score of the assigned node when it was assigned, by node, for promoted-role colocations. */
  assignedScores: NodeTable | null;

  /** Location constraints of this resource, in creation order. */
  readonly locations: Location[];
  /** Colocations created with it as dependent / as primary, each list in its sorted order. */
  readonly asDependent: Colocation[];
  readonly asPrimary: Colocation[];
  readonly tickets: TicketConstraint[];
  /** What this resource contains or launches (their `launcher` is this one). */
  readonly launched: Primitive[];

  /** Its actions, **oldest first**. */
  readonly actions: Action[];
  /** The same by key without the resource id: `start`, `monitor_10000`; oldest first. */
  readonly actionsByKey: Map<string, Action[]>;
}

export interface Primitive extends ResourceState {
  readonly kind: "primitive";
  readonly isFencingDevice: boolean;
  /** `ocf:pacemaker:remote`. */
  readonly isRemoteConnection: boolean;
  /** The node that this connection makes, for remote connections. */
  remoteNode: ClusterNode | null;
  /** Milliseconds; 0 if unset. Remote connections only. */
  reconnectIntervalMs: number;
  /** The resource that contains or launches this one (`container`). */
  launcher: Resource | null;
  /** What runs in a bundle's container passes its utilization on to the container. */
  utilization: ReadonlyMap<string, string>;
  /** The bundle replica this primitive is a part of. */
  replica: Replica | null;

  migrationAllowed: boolean;
  partialMigrationSource: ClusterNode | null;
  partialMigrationTarget: ClusterNode | null;
  /** Nodes that a live migration has left without being stopped there, last recorded first. */
  readonly danglingMigrationSources: ClusterNode[];
  shutdownLock: ShutdownLock | null;
  /** First pending operation that is not a probe, for display and for binding instances. */
  pending: { readonly task: string; readonly node: ClusterNode } | null;
  /** Its assignment must not count any more: taken back by an impossible interleaving. */
  unassignedByInterleave: boolean;
}

export interface Group extends ResourceState {
  readonly kind: "group";
  children: Primitive[];
  readonly ordered: boolean;
  readonly collocated: boolean;
}

export interface Clone extends ResourceState {
  readonly kind: "clone";
  /** Instances, in the current order (re-sorted at several stages; the order is observable). */
  children: (Primitive | Group)[];
  /** What instances are made from. */
  readonly childDefinition: ResourceDefinition;
  max: number;
  nodeMax: number;
  globallyUnique: boolean;
  readonly promotedMax: number;
  readonly promotedNodeMax: number;
  readonly ordered: boolean;
  readonly interleave: boolean;
  /** Promotion scores have been added to the instances' tables. */
  promotionScoresAdded: boolean;
  /** Roles are being sorted: the clone's table counts as visited, and a bundle's constraints apply to it. */
  choosingRoles: boolean;
  /** The bundle that this clone was made for. */
  bundle: Bundle | null;
}

export interface Replica {
  readonly index: number;
  readonly bundle: Bundle;
  readonly address: string | null;
  readonly container: Primitive;
  readonly ip: Primitive | null;
  readonly connection: Primitive | null;
  readonly node: ClusterNode | null;
  /** The instance of the bundled primitive; set when the bundled clone has been made. */
  child: Primitive | null;
}

export interface Bundle extends ResourceState {
  readonly kind: "bundle";
  /** Per replica container, IP, connection; last the bundled clone. */
  children: Resource[];
  readonly replicas: Replica[];
  bundledClone: Clone | null;
  readonly image: string;
  readonly promotedMax: number;
  /** Replicas as configured; an agent without unique instances may have fewer. */
  readonly configuredReplicas: number;
  readonly replicasPerHost: number;
  readonly interleave: boolean;
  readonly containerType: "docker" | "podman";
}
