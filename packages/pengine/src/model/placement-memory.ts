import type { Colocation } from "./colocation.js";
import type { ClusterNode } from "./node.js";
import type { Resource } from "./resource.js";

/** What placement keeps between its steps because it rarely changes. */
export interface PlacementMemory {
  /** Composed colocation lists of resources that have more than their own. */
  readonly asDependent: Map<Resource, readonly Colocation[]>;
  readonly asPrimary: Map<Resource, readonly Colocation[]>;
  /** How many colocations existed when the lists were composed. */
  colocationCount: number;
  /** Nodes by id as written, as the keys of node tables are. */
  readonly nodesByKey: ReadonlyMap<string, ClusterNode>;
  /** A guest node exists, so that the same node attribute can look different to different resources. */
  readonly hasGuests: boolean;
  /** All nodes differ in `#uname`, so that agreeing in it means being the same node. */
  readonly hasUniqueNames: boolean;
}
