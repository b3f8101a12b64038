import type { Score } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { childrenOf } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

/**
 * Records the scores of a resource and of everything below it, parents first, as they are at this moment.
 * Removed resources are left out together with what is below them.
 *
 * @param label which step of the placement the scores belong to
 */
export function recordScores(
  state: ClusterState,
  label: "primitive" | "group" | "clone" | "bundle",
  resource: Resource,
): void {
  const events = state.placementEvents;
  if (events === null || resource.removed) return;
  const table = resource.allowedNodes;
  if (table.size > 0) {
    const scores: { node: ClusterNode; score: Score }[] = [];
    for (const node of state.nodes) if (table.has(node)) scores.push({ node, score: table.score(node) });
    events.push({ kind: "scores", label, resource, scores });
  }
  for (const child of childrenOf(resource)) recordScores(state, label, child);
}
