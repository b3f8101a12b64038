import type { HealthScores } from "@sanode/cib";
import type { ClusterOptions } from "../model/state.js";

/** What the words red, yellow and green mean, in every score of the configuration. */
export function healthScores(options: ClusterOptions): HealthScores {
  return { red: options.healthRed, yellow: options.healthYellow, green: options.healthGreen };
}
