import { reportWarning } from "../input/warnings.js";
import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import { childrenOf } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { canFence, requestFencing } from "../request/fencing.js";
import { linkActions } from "../request/orderings.js";
import { makeGuestFencing } from "./fencing-guest.js";
import { FencingOrderings } from "./fencing-orderings.js";
import { indexStops, makeShutdown, type StopsByNode } from "./shutdown.js";

/**
 * Makes the fencing of unclean nodes and the shutdown of those that leave, node by node in name order, and
 * orders all that is done about resources relative to the fencing.
 *
 * See "concurrent-fencing" in Pacemaker Explained; regression cases `rec-node-14`, `dc-fence-ordering` and
 * `migrate-shutdown`.
 */
export function makeFencingAndShutdown(state: ClusterState): void {
  // With nothing to manage there is nothing to make sure of.
  const mayFence = state.resources.some(hasManagedPart);
  const orderings = new FencingOrderings(state);
  const downs: NodeDowns = { fencing: [], shutdown: [], dc: null };
  let stops: StopsByNode | null = null;
  for (const node of state.nodes) {
    if (node.unclean && !canFence(state, node)) reportUnfenceable(state, node);
    if (isGuestNode(node)) {
      if (!node.reset || !mayFence || !canFence(state, node)) continue;
      orderings.orderAgainst(makeGuestFencing(state, node), node);
    } else if (node.unclean && mayFence && canFence(state, node)) {
      const fencing = requestFencing(state, node, null, { optional: false, reason: "node is unclean" });
      orderings.orderAgainst(fencing, node);
      if (node.isDc) downs.dc = fencing;
      else downs.fencing.push(fencing);
    } else if (node.online && node.shutdown && !isPacemakerRemoteNode(node)) {
      stops ??= indexStops(state);
      const shutdown = makeShutdown(state, node, stops);
      if (node.isDc) downs.dc = shutdown;
      else downs.shutdown.push(shutdown);
    }
  }
  orderDowns(state, downs);
}

/** A node that nobody can make sure of: what ran there may still run. */
function reportUnfenceable(state: ClusterState, node: ClusterNode): void {
  const message = `node ${node.name} is unclean and cannot be fenced; what ran there may still be running`;
  reportWarning(state, node.name, "unclean-node", message);
}

function hasManagedPart(resource: Resource): boolean {
  return resource.managed || childrenOf(resource).some(hasManagedPart);
}

/** What takes members and remote nodes down, in name order of the nodes. */
interface NodeDowns {
  readonly fencing: Action[];
  readonly shutdown: Action[];
  /** The designated controller's, which goes last. */
  dc: Action | null;
}

function orderDowns(state: ClusterState, { fencing, shutdown, dc }: NodeDowns): void {
  const concurrent = state.options.concurrentFencing;
  let previous: Action | null = null;
  if (!concurrent) {
    for (const action of fencing) {
      if (previous !== null) linkActions(previous, action, Order.seq);
      previous = action;
    }
  }
  if (dc === null) return;
  if (dc.task === "do_shutdown") for (const action of shutdown) linkActions(action, dc, Order.seq);
  if (concurrent) for (const action of fencing) linkActions(action, dc, Order.seq);
  else if (previous !== null) linkActions(previous, dc, Order.seq);
}
