import { addScores, clampScore, parseScore, type Score } from "@sanode/cib";
import { healthScores } from "../input/health-scores.js";
import type { ClusterNode } from "../model/node.js";
import { Discovery } from "../model/node-table.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { addLocation } from "./location.js";

/**
 * Turns node health into location preferences of every top-level resource; they come before all configured
 * constraints. Source: "Tracking Node Health" in Pacemaker Explained; regression cases systemhealth*.
 */
export function addHealthLocations(state: ClusterState): void {
  if (state.options.healthStrategy === "none") return;
  for (const node of state.nodes) {
    const health = nodeHealth(state, node);
    if (health === 0) continue;
    for (const resource of state.resources) {
      if (health < 0 && resource.allowUnhealthyNodes) continue;
      addLocation(state, {
        kind: "location",
        id: state.options.healthStrategy,
        resource,
        role: Role.Unknown,
        discovery: Discovery.Always,
        entries: [{ node, score: health }],
        ruleId: null,
      });
    }
  }
}

/** Base health (strategy progressive only) plus every attribute whose name starts with `#health`. */
export function nodeHealth(state: ClusterState, node: ClusterNode): Score {
  let health = state.options.healthStrategy === "progressive" ? state.options.healthBase : clampScore(0);
  const words = healthScores(state.options);
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("#health")) continue;
    const score = parseScore(value, undefined, words);
    if (score !== undefined) health = addScores(health, score);
  }
  return health;
}
