import { parseInteger } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";

export type NodeHealth = "green" | "yellow" | "red";

/** How a node's health shows, by its `#health...` attributes; always green without a health strategy. */
export function nodeHealth(state: ClusterState, node: ClusterNode): NodeHealth {
  const { healthStrategy, healthRed, healthYellow, healthGreen } = state.options;
  if (healthStrategy === "none") return "green";
  let health: NodeHealth = "green";
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("#health")) continue;
    const word = value.toLowerCase();
    if (word === "green") continue;
    const score = word === "red" || word === "yellow" ? null : (parseInteger(value) ?? 0);
    if (word === "red" || (score !== null && score <= healthRed)) return "red";
    if (word === "yellow" || (score !== null && healthYellow !== healthGreen && score <= healthYellow)) {
      health = "yellow";
    }
  }
  return health;
}
