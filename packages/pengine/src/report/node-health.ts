import { parseScore } from "@sanode/cib";
import { healthScores } from "../input/health-scores.js";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";

export type NodeHealth = "green" | "yellow" | "red";

/** How a node's health shows, by its `#health...` attributes; always green without a health strategy. */
export function nodeHealth(state: ClusterState, node: ClusterNode): NodeHealth {
  const { healthStrategy, healthRed, healthYellow, healthGreen } = state.options;
  if (healthStrategy === "none") return "green";
  const words = healthScores(state.options);
  let health: NodeHealth = "green";
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("#health")) continue;
    const word = value.toLowerCase();
    // The word green counts as its score, which a configuration may put below the other two.
    const score = word === "red" || word === "yellow" ? undefined : parseScore(value, undefined, words);
    if (word === "red" || (score !== undefined && score <= healthRed)) return "red";
    if (word === "yellow" || (score !== undefined && healthYellow !== healthGreen && score <= healthYellow)) {
      health = "yellow";
    }
  }
  return health;
}
