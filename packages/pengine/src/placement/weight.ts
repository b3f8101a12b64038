import { clampScore, type Score } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";

/** The weight of a colocation's preferences: its score as a fraction of INFINITY, in single precision. */
export function colocationFactor(colocation: Colocation): number {
  return Math.fround(colocation.score / 1_000_000);
}

/** The weight of preferences that come through one more colocation. */
export function combinedFactor(factor: number, colocation: Colocation): number {
  return Math.fround(Math.fround(factor * colocation.score) / 1_000_000);
}

/** Factor times score, rounded half away from zero; never 0 for a score that is not 0. */
export function weighted(factor: number, score: Score): Score {
  const product = Math.fround(factor * score);
  const rounded = Math.sign(product) * Math.floor(Math.abs(product) + 0.5);
  // The sign is the factor's, also for a negative score.
  if (rounded === 0 && score !== 0) return clampScore(Math.sign(factor));
  return clampScore(rounded);
}
