import { isListed } from "../graph/listed-inputs.js";
import { reportWarning } from "../input/warnings.js";
import type { Action } from "../model/action.js";
import { type Link, Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";

/**
 * Makes links void that can never be followed: an action of a guest node's launcher cannot wait for something
 * on the guest, and capacity must not be waited for in a circle (`load-stopped-loop`). No other circles are
 * looked for.
 */
export function voidImpossibleLinks(state: ClusterState): void {
  for (let at = state.actions.length - 1; at >= 0; at -= 1) {
    const action = state.actions[at];
    if (action === undefined) continue;
    for (let input = action.inputs.length - 1; input >= 0; input -= 1) {
      const link = action.inputs[input];
      if (link === undefined) continue;
      if (waitsForOwnGuest(action, link)) {
        reportOwnGuest(state, action, link);
        link.set = 0;
      } else if (closesCircle(action, link)) link.set = 0;
    }
  }
}

function reportOwnGuest(state: ClusterState, action: Action, link: Link): void {
  const [first, then] = [link.action.resource?.id ?? "", action.resource?.id ?? ""];
  const message = `${first} runs on a guest of ${then}, which cannot wait for it`;
  reportWarning(state, link.ordering?.id ?? first, "impossible-order", message);
}

function waitsForOwnGuest(action: Action, link: Link): boolean {
  const { resource, node } = link.action;
  if (resource === null || node === null || action.resource === null) return false;
  if ((link.set & Order.guestOk) !== 0) return false;
  return node.connection?.launcher === action.resource;
}

function closesCircle(action: Action, link: Link): boolean {
  if (link.set !== Order.load || action.task !== "migrate_to") return false;
  // Asking makes the link void if the capacity is not that of the migration's target.
  return isListed(action, link) && leadsBack(action, link.action);
}

/** Whether an action is reached from an input of it, going backwards along inputs that will be in the graph. */
function leadsBack(action: Action, from: Action): boolean {
  const seen = new Set<Action>([from]);
  const pending = [from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const link of next.inputs) {
      if (!isListed(next, link)) continue;
      if (link.action === action) return true;
      if (seen.has(link.action)) continue;
      seen.add(link.action);
      pending.push(link.action);
    }
  }
  return false;
}
