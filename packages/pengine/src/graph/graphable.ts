import type { Action } from "../model/action.js";
import { isGuestNode } from "../model/node.js";

/** Whether an action enters the graph. */
export function isGraphable(action: Action): boolean {
  if (!action.runnable) return false;
  if (action.optional && !action.alwaysGraphed) return false;
  if (action.resource !== null && !action.resource.managed && !isAllowedUnmanaged(action)) return false;
  if (action.pseudo || action.task === "stonith" || action.task === "do_shutdown") return true;
  const { node } = action;
  if (node === null) return false;
  if (action.onDc || (isGuestNode(node) && !node.reset)) return true;
  return node.online && !node.unclean;
}

/** Of an unmanaged resource, only monitors and cancellations of them. */
function isAllowedUnmanaged(action: Action): boolean {
  return action.task === "monitor" || action.intervalMs > 0;
}
