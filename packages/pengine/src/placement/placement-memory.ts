import { lowerAscii } from "@sanode/cib";
import { isGuestNode } from "../model/node.js";
import type { PlacementMemory } from "../model/placement-memory.js";
import type { ClusterState } from "../model/state.js";

/** The run's memory of placement; made when it is first asked for, which must be after the status has been read. */
export function placementMemory(state: ClusterState): PlacementMemory {
  state.placementMemory ??= {
    asDependent: new Map(),
    asPrimary: new Map(),
    colocationCount: state.colocations.length,
    nodesByKey: new Map(state.nodes.map((node) => [node.id, node])),
    hasGuests: state.nodes.some(isGuestNode),
    hasUniqueNames: hasUniqueNames(state),
  };
  return state.placementMemory;
}

/** Remote and guest nodes of which nothing is known yet have no `#uname`. */
function hasUniqueNames(state: ClusterState): boolean {
  const names = new Set(state.nodes.map(({ attributes }) => lowerAscii(attributes.get("#uname") ?? "")));
  return names.size === state.nodes.length;
}
