import type {
  BlockScope,
  CompiledBlocks,
  DateTime,
  ElementIndex,
  KeyedOrder,
  Score,
  XmlElement,
} from "@sanode/cib";
import type { Action } from "./action.js";
import type { Colocation } from "./colocation.js";
import type { StatusMemory } from "./history.js";
import type { Location } from "./location.js";
import type { ClusterNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { Ordering } from "./ordering.js";
import type { PlacementMemory } from "./placement-memory.js";
import type { Primitive, Resource } from "./resource.js";
import type { RunObserver } from "./run-observer.js";
import type { Ticket } from "./ticket.js";
import type { ConfigurationWarning } from "./warning.js";

export type NoQuorumPolicy = "stop" | "freeze" | "ignore" | "demote" | "fence";
export type PlacementStrategy = "default" | "utilization" | "minimal" | "balanced";
export type HealthStrategy = "none" | "migrate-on-red" | "only-green" | "progressive" | "custom";

/** The cluster options that the policy engine uses; durations in milliseconds. */
export interface ClusterOptions {
  readonly noQuorumPolicy: NoQuorumPolicy;
  readonly symmetricCluster: boolean;
  readonly maintenanceMode: boolean;
  readonly stopAllResources: boolean;
  readonly startFailureIsFatal: boolean;
  readonly fencingEnabled: boolean;
  readonly fencingAction: "reboot" | "off";
  readonly fencingTimeoutMs: number;
  readonly startupFencing: boolean;
  readonly concurrentFencing: boolean;
  readonly priorityFencingDelayMs: number;
  readonly fenceRemoteWithoutQuorum: boolean;
  readonly haveWatchdog: boolean;
  readonly nodePendingTimeoutMs: number;
  readonly shutdownLock: boolean;
  readonly shutdownLockLimitMs: number;
  readonly startupProbes: boolean;
  readonly stopRemovedResources: boolean;
  readonly cancelRemovedActions: boolean;
  readonly healthStrategy: HealthStrategy;
  readonly healthBase: Score;
  readonly healthRed: Score;
  readonly healthYellow: Score;
  readonly healthGreen: Score;
  readonly placementStrategy: PlacementStrategy;
  readonly clusterName: string | null;
  /** Texts repeated in the graph's header, as configured. */
  readonly clusterDelayText: string;
  readonly fencingTimeoutText: string;
  readonly batchLimitText: string;
  readonly migrationLimitText: string;
}

/** Resources by what they are called. */
export interface ResourceIndex {
  /** In creation order; more than one only if ids occur twice. */
  readonly byId: Map<string, Resource[]>;
  /** By `historyName`, which only `setHistoryName` of `input/` may change. */
  readonly byHistoryName: Map<string, Set<Resource>>;
}

/** A failed operation as the status texts list it, in the order of recording. */
export interface FailedOperation {
  readonly element: XmlElement;
  readonly node: ClusterNode;
  readonly resource: Primitive;
  /** A probe whose failure only means "not running here". */
  readonly masked: boolean;
}

/** Why a score changed, handed to a listener; constraints are their own cause. */
export type ScoreCause =
  | Location
  | Colocation
  | {
      readonly kind:
        | "initial"
        | "stickiness"
        | "health"
        | "failure"
        | "threshold"
        | "exclusive-discovery"
        | "shutdown-lock"
        | "ticket"
        | "target-role"
        | "unmanaged"
        | "removed"
        | "multiple-active"
        | "capacity"
        | "instance-limit"
        | "promotion"
        | "bundle"
        | "remote"
        | "interleave";
      readonly detail: string | null;
    };

/** Told of every change of a node's score for a resource, when somebody listens. */
export type ScoreListener = (
  resource: Resource,
  node: ClusterNode,
  before: Score,
  after: Score,
  cause: ScoreCause,
) => void;

/** What is printed while resources are assigned, in the order in which it happens. */
export type PlacementEvent =
  | {
      readonly kind: "scores";
      readonly label: "primitive" | "group" | "clone" | "bundle";
      readonly resource: Resource;
      /** In node name order. */
      readonly scores: readonly { readonly node: ClusterNode; readonly score: Score }[];
    }
  | {
      readonly kind: "promotion";
      readonly resource: Resource;
      readonly node: ClusterNode | null;
      readonly score: Score;
    }
  | {
      readonly kind: "capacity";
      readonly moment: "original" | "remaining";
      readonly node: ClusterNode;
      /** In keyed-table order. */
      readonly utilization: readonly (readonly [string, string])[];
    }
  | {
      readonly kind: "utilization";
      readonly resource: Primitive;
      readonly node: ClusterNode;
      readonly utilization: readonly (readonly [string, string])[];
    }
  | { readonly kind: "note"; readonly text: string };

/** Something that a simulation's reader is told. */
export interface Note {
  readonly about: "changed parameters" | "unfencing";
  readonly text: string;
}

/** Tells a note, among scores too if these are recorded. */
export function addNote(state: Pick<ClusterState, "notes" | "placementEvents">, note: Note): void {
  state.notes.push(note);
  state.placementEvents?.push({ kind: "note", text: note.text });
}

/**
 * Everything known and decided in one scheduling run. Made by `input/`, judged by `status/`, bound by
 * `constraints/`, decided by `placement/`, carried out on paper by `actions/`, printed by `graph/` and `report/`.
 */
export interface ClusterState {
  /** The `cib` element after schema upgrade. */
  readonly cib: XmlElement;
  readonly index: ElementIndex;
  readonly now: DateTime;
  /** Epoch seconds of `now`. */
  readonly nowSeconds: number;
  readonly options: ClusterOptions;
  readonly quorate: boolean;
  /** Fencing devices exist, or a watchdog does. */
  fencingConfigured: boolean;
  /** Unfencing is wanted somewhere in the configuration. */
  readonly unfencingInUse: boolean;
  /** Nothing was unpacked because the CIB's feature set is newer than ours. */
  readonly tooNew: boolean;

  /** All nodes in name order (natural order). */
  readonly nodes: ClusterNode[];
  /** Lower-cased id / name -> node (of equal names the first in `nodes`). */
  readonly nodesById: Map<string, ClusterNode>;
  readonly nodesByName: Map<string, ClusterNode>;
  /** The same nodes as they were made, by `index`. */
  readonly nodesByIndex: ClusterNode[];
  dcNode: ClusterNode | null;
  /** The empty keyed order that all node tables start from. */
  readonly emptyOrder: KeyedOrder;
  /** What tables that start with nodes start with, see `input/initial-table.ts` (filled once per set of nodes); copy with `twin()`. */
  initialTable: NodeTable | null;

  /** Top-level resources in the current list order. */
  resources: Resource[];
  /** Number of resources ever created. */
  resourceCount: number;
  /** Looked up by `findResource` of `input/`. */
  readonly resourceIndex: ResourceIndex;
  /** How blocks of pairs are read whose references are looked up in the whole document. */
  readonly blockScope: BlockScope;
  /** Meta-attributes of `rsc_defaults` and `op_defaults`. */
  readonly resourceDefaults: CompiledBlocks;
  readonly operationDefaults: CompiledBlocks;
  readonly templates: Map<string, string[]>;
  readonly tags: Map<string, string[]>;
  readonly tickets: Map<string, Ticket>;

  /** In creation order. */
  readonly locations: Location[];
  readonly colocations: Colocation[];
  readonly orderings: Ordering[];
  /** All actions, **oldest first**. */
  readonly actions: Action[];
  /** Actions without a resource by key, oldest first. */
  readonly clusterActions: Map<string, Action[]>;
  readonly failedOperations: FailedOperation[];
  /** Connections to guests, which count as written at the end of the resources. */
  impliedConnections: readonly XmlElement[];
  /** Made by `status/` when it first needs it. */
  statusMemory?: StatusMemory;
  /** Made by `placement/` when it first needs it. */
  placementMemory?: PlacementMemory;

  /** Epoch seconds of the next moment at which the answer may change by itself. */
  recheckBy: number | null;
  readonly warnings: ConfigurationWarning[];
  /** What a simulation's reader is told while the status is read and actions are made; rarely anything. */
  readonly notes: Note[];
  readonly scoreListener: ScoreListener | null;
  /** The document is a running cluster's own, with secret parameters that are whole. */
  readonly live: boolean;
  /** Set by `incremental/` only. */
  observer?: RunObserver;
  readonly placementEvents: PlacementEvent[] | null;
}

/** Records a moment at which the answer may change; the earliest one later than now is kept. */
export function offerRecheck(
  state: Pick<ClusterState, "nowSeconds" | "recheckBy">,
  epochSeconds: number,
): void {
  if (epochSeconds <= state.nowSeconds) return;
  if (state.recheckBy === null || epochSeconds < state.recheckBy) state.recheckBy = epochSeconds;
}
