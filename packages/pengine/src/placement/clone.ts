import type { ClusterNode } from "../model/node.js";
import type { Clone } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { assign } from "./assign.js";
import { colocationsAsDependent, colocationsAsPrimary, hasInfluence } from "./colocation-lists.js";
import { sortInstances } from "./compare-instances.js";
import { distribute } from "./distribute.js";
import { mergePreferences } from "./merge.js";
import { recordScores } from "./print-scores.js";
import { chooseRoles } from "./promotion.js";
import { addPromotionScores } from "./promotion-score.js";
import { colocationFactor } from "./weight.js";

/**
 * Assigns a clone: its primaries first, then its instances, then their roles. A clone that comes up again
 * while it is being assigned is left alone, so that loops of colocations end.
 *
 * @returns null: a clone as such has no node
 */
export function assignClone(
  state: ClusterState,
  clone: Clone,
  _preferred: ClusterNode | null,
  _stopIfFails: boolean,
): ClusterNode | null {
  if (clone.assigned || clone.assigning) return null;
  clone.assigning = true;
  if (clone.promotable) addPromotionScores(state, clone);
  // What has been assigned already stays as it is, but bundles go through their steps once more.
  for (const { primary } of colocationsAsDependent(state, clone)) {
    assign(state, primary, null, true);
  }
  mergeDependents(state, clone);
  recordScores(state, "clone", clone);
  clone.children = sortInstances(state, clone, clone.children);
  distribute(state, clone, clone.children, { max: clone.max, perNode: clone.nodeMax });
  if (clone.promotable) chooseRoles(state, clone);
  clone.assigned = true;
  clone.assigning = false;
  return null;
}

/** The clone's own table takes the dependents' preferences, but no node becomes forbidden by them. */
function mergeDependents(state: ClusterState, clone: Clone): void {
  for (const colocation of colocationsAsPrimary(state, clone)) {
    if (!hasInfluence(colocation)) continue;
    mergePreferences(state, {
      source: colocation.dependent,
      working: clone.allowedNodes,
      colocation,
      factor: colocationFactor(colocation),
      target: clone,
      nonNegative: true,
    });
  }
}
