import type { ClusterState } from "../model/state.js";

/** Everything that a run found out about the nodes and the cluster as such, as one text to compare. */
export function nodeFacts(state: ClusterState): string {
  const { nodes, quorate, fencingConfigured, unfencingInUse, dcNode } = state;
  const facts = nodes.map((node) => [
    node.name,
    node.baseScore,
    node.online,
    node.unclean,
    node.seen,
    node.shutdown,
    node.pending,
    node.standby,
    node.standbyOnFail,
    node.maintenance,
    node.expectedUp,
    node.discoveryEnabled,
    node.unpacked,
  ]);
  return JSON.stringify([facts, quorate, fencingConfigured, unfencingInUse, dcNode?.name]);
}
