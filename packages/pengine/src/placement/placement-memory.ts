import { compareBytes, lowerAscii } from "@sanode/cib";
import { type ClusterNode, isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import { NodeBan } from "../model/node-table.js";
import type { PlacementMemory, RememberedPreferences } from "../model/placement-memory.js";
import type { ClusterState } from "../model/state.js";

/** The run's memory of placement; made when it is first asked for, which must be after the status has been read. */
export function placementMemory(state: ClusterState): PlacementMemory {
  state.placementMemory ??= createMemory(state);
  return state.placementMemory;
}

function createMemory(state: ClusterState): PlacementMemory {
  const { nodes, colocations } = state;
  const named = nodes.filter(hasName);
  const hasUniqueNames = new Set(named.map(comparedName)).size === named.length;
  const isSimple = hasUniqueNames && named.length === nodes.length;
  return {
    asDependent: new Map(),
    asPrimary: new Map(),
    colocationCount: colocations.length,
    positions: positionsOf(nodes),
    assignedCounts: new Int32Array(nodes.length),
    returns: 0,
    equalCandidates: new Map(),
    nameRanks: rankNames(state),
    connected: new NodeBan(nodes.filter(({ connection }) => connection !== null)),
    nodesByKey: new Map(nodes.map((node) => [node.id, node])),
    hasGuests: nodes.some(isGuestNode),
    hasUniqueNames,
    nameless: nodes.filter((node) => !hasName(node)),
    remembered: isSimple ? rememberedPreferences(state) : null,
  };
}

function positionsOf(nodes: readonly ClusterNode[]): Int32Array {
  const positions = new Int32Array(nodes.length);
  for (const [position, { index }] of nodes.entries()) positions[index] = position;
  return positions;
}

function rankNames({ nodes }: ClusterState): Int32Array {
  const ranks = new Int32Array(nodes.length);
  const sorted = nodes.toSorted((left, right) => compareBytes(left.name, right.name));
  let rank = 0;
  let previous: string | undefined;
  for (const { index, name } of sorted) {
    if (name !== previous) rank += 1;
    ranks[index] = rank;
    previous = name;
  }
  return ranks;
}

/** Remote and guest nodes come up when their connections have been placed. */
function rememberedPreferences(state: ClusterState): RememberedPreferences | null {
  if (state.nodes.some(isPacemakerRemoteNode)) return null;
  return { bySource: new Map(), usedBy: new Map(), colocationCount: state.colocations.length };
}

/** Remote and guest nodes of which nothing is known yet have no `#uname`. */
export function hasName({ attributes }: ClusterNode): boolean {
  return attributes.has("#uname");
}

function comparedName({ attributes }: ClusterNode): string {
  return lowerAscii(attributes.get("#uname") ?? "");
}
