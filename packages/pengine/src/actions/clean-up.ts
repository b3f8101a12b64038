import { Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { requestClearing } from "../status/clear-failcount.js";
import { effectiveFailCount } from "../status/failcounts.js";

/**
 * Clears the fail counts of resources that are configured no more, before they are stopped, so that they do
 * not meet a later resource of the same name (regression case `orphan-2`).
 */
export function clearRemovedFailCounts(state: ClusterState): void {
  if (!state.options.stopRemovedResources) return;
  for (const resource of state.resources) {
    // Removed instances of clones are not cleaned up: the id may belong to another instance tomorrow.
    if (!resource.removed || resource.kind !== "primitive") continue;
    for (const node of state.nodes) {
      if (!node.online || effectiveFailCount(state, resource, node).count === 0) continue;
      const clearing = requestClearing(state, resource, node);
      addOrdering(state, actionSide(clearing), taskSide(resource, "stop"), Order.seq);
    }
  }
}
