import type { Colocation } from "./colocation.js";
import type { ClusterNode } from "./node.js";
import type { NodeBan } from "./node-table.js";
import type { Resource } from "./resource.js";

/** What a source of preferences, and all that follow from it, add to the scores of nodes. */
export interface CombinedPreferences {
  /** By node index: three numbers each, see `placement/combined-preferences.ts`; null if nothing is added. */
  readonly rows: Float64Array | null;
  /** How many sources there are, each as often as it is come to. */
  readonly sources: number;
}

/** Combined preferences by source and factor; null where sources have to be taken one by one. */
export interface RememberedPreferences {
  readonly bySource: Map<Resource, Map<number, CombinedPreferences | null>>;
  /** By source: whose combined preferences contain its own. */
  readonly usedBy: Map<Resource, Set<Resource>>;
  /** How many colocations existed when the preferences were combined. */
  colocationCount: number;
}

/** The nodes with the highest score of tables that have the same rows, and how far they have been used up. */
export interface EqualCandidates {
  /** Their indexes, in the order in which they are taken if they are loaded equally. */
  readonly indexes: Int32Array;
  /** Those that stand before this place are loaded more than `load`, or not available. */
  at: number;
  /** How many primitives the least loaded one of them has. */
  load: number;
  /** What {@link PlacementMemory.returns} was when this was found out. */
  returns: number;
}

/** What placement keeps between its steps because it rarely changes. */
export interface PlacementMemory {
  /** Composed colocation lists of resources that have more than their own. */
  readonly asDependent: Map<Resource, readonly Colocation[]>;
  readonly asPrimary: Map<Resource, readonly Colocation[]>;
  /** How many colocations existed when the lists were composed. */
  colocationCount: number;
  /** By node index: where the node stands in the list of all. */
  readonly positions: Int32Array;
  /** By node index: how many primitives have been assigned to the node so far in this run. */
  readonly assignedCounts: Int32Array;
  /**
   * How often a node has come up, been rid of a primitive, or been loaded from outside of the run, so that it may be chosen where it
   * was not before.
   */
  returns: number;
  /** By rows that tables share ({@link NodeTable.sharedRows}); null where only one table has been asked for its best node. */
  readonly equalCandidates: Map<object, EqualCandidates | null>;
  /** By node index: where the node's name stands in the order of bytes; equal names are at the same place. */
  readonly nameRanks: Int32Array;
  /** Nodes that are reached through connections, where no connection can be. */
  readonly connected: NodeBan;
  /** Nodes by id as written, as the keys of node tables are. */
  readonly nodesByKey: ReadonlyMap<string, ClusterNode>;
  /** A guest node exists, so that the same node attribute can look different to different resources. */
  readonly hasGuests: boolean;
  /** All nodes that have a `#uname` differ in it, so that agreeing in it means being the same node. */
  readonly hasUniqueNames: boolean;
  /** Nodes without `#uname`, all of which agree in that: remote and guest nodes of which nothing is known yet. */
  readonly nameless: readonly ClusterNode[];
  /** Null if nodes can come and go while resources are placed. */
  readonly remembered: RememberedPreferences | null;
}
