import type { ClusterNode } from "../model/node.js";
import { isAvailable } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { bestCandidate, candidateScore, isUsable } from "./candidates.js";
import { banForCapacity } from "./capacity-bans.js";

/**
 * The node that suits a primitive best. It may still be one where the primitive cannot run, which is for
 * `assignTo` to refuse.
 *
 * @param preferred taken if it is usable and no worse than the best
 */
export function chooseNode(
  state: ClusterState,
  primitive: Primitive,
  preferred: ClusterNode | null,
): ClusterNode | null {
  const roomiest = state.options.placementStrategy === "default" ? null : banForCapacity(state, primitive);
  const current = currentNode(primitive);
  const best = bestCandidate(state, primitive.allowedNodes, current);
  if (best === null) return null;
  const wanted = preferred ?? roomiest;
  if (wanted !== null && isGoodAs(primitive, wanted, best) && isUsable(primitive.allowedNodes, wanted)) {
    return wanted;
  }
  if (current !== null && staysThere(primitive, current, best)) return current;
  if (state.observer !== undefined && hasEqual(state, primitive, best)) state.observer.choseByLoad();
  return best;
}

/** Whether another node would have been as good by score, among those that can be used at all. */
function hasEqual(state: ClusterState, { allowedNodes: table }: Primitive, best: ClusterNode): boolean {
  const score = candidateScore(table, best);
  if (score < 0) return false;
  return state.nodes.some(
    (node) => node !== best && table.has(node) && candidateScore(table, node) === score,
  );
}

function isGoodAs(primitive: Primitive, node: ClusterNode, best: ClusterNode): boolean {
  const table = primitive.allowedNodes;
  return table.has(node) && table.score(node) >= table.score(best);
}

/**
 * With equal positive scores a resource stays where it is, whatever the other nodes' load. Instances of
 * unique clones do not, so that they can be spread.
 */
function staysThere(primitive: Primitive, current: ClusterNode, best: ClusterNode): boolean {
  const table = primitive.allowedNodes;
  const { parent } = primitive;
  if (parent !== null && parent.kind === "clone" && parent.globallyUnique) return false;
  if (!isAvailable(best) || table.score(best) <= 0) return false;
  if (!isAvailable(current) || current.baseScore < 0) return false;
  return table.has(current) && table.score(current) === table.score(best);
}
