import { lowerAscii } from "@sanode/cib";
import { isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import type { PlacementMemory, RememberedPreferences } from "../model/placement-memory.js";
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
    remembered: rememberedPreferences(state),
  };
  return state.placementMemory;
}

/** Remote and guest nodes come up when their connections have been placed. */
function rememberedPreferences(state: ClusterState): RememberedPreferences | null {
  if (!hasUniqueNames(state) || state.nodes.some(isPacemakerRemoteNode)) return null;
  return { bySource: new Map(), usedBy: new Map(), colocationCount: state.colocations.length };
}

/** Remote and guest nodes of which nothing is known yet have no `#uname`. */
function hasUniqueNames(state: ClusterState): boolean {
  const names = new Set(state.nodes.map(({ attributes }) => lowerAscii(attributes.get("#uname") ?? "")));
  return names.size === state.nodes.length;
}
