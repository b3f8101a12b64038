import type { Clock } from "@sanode/ra";

/** Milliseconds for which a measured load counts, as in Pacemaker. */
const PERIOD = 30_000;

/** The load of a machine, measured now and then when somebody asks. */
export class MachineLoad {
  readonly #measure: () => number;
  readonly #clock: Clock;
  #latest = 0;
  #measured = Number.NEGATIVE_INFINITY;

  /** `measure` tells the load average of the last minute. */
  constructor(measure: () => number, clock: Clock) {
    this.#measure = measure;
    this.#clock = clock;
  }

  /** The load average of the last minute, half a minute old at most. */
  get average(): number {
    const now = this.#clock.monotonic();
    if (now - this.#measured >= PERIOD) {
      this.#latest = this.#measure();
      this.#measured = now;
    }
    return this.#latest;
  }
}

/** How busy a machine is, in the words of Pacemaker's controllers. */
export type LoadMode = "none" | "low" | "medium" | "high";

/**
 * Judges the load average of the last minute. Source: Pacemaker Explained, "Cluster Options", `load-threshold`.
 *
 * @param threshold the share of the machine's processors that may be busy: 0.8 for 80%; 0 or less if the load does not matter
 */
export function loadMode(loadAverage: number, cores: number, threshold: number): LoadMode {
  if (threshold <= 0) return "none";
  // A single processor is busy earlier.
  const limit = threshold * (cores === 1 ? 0.6 : cores);
  if (loadAverage > 2 * limit) return "high";
  if (loadAverage > 1.6 * limit) return "medium";
  return loadAverage > 1.2 * limit ? "low" : "none";
}

/** How many resource actions a node may have to do at once on a machine that is so busy, of so many otherwise. */
export function actionsUnderLoad(mode: LoadMode, actionsPerNode: number): number {
  switch (mode) {
    case "none":
      return actionsPerNode;
    case "low":
      return Math.max(1, Math.floor(actionsPerNode / 2));
    case "medium":
      return Math.max(1, Math.floor(actionsPerNode / 4));
    case "high":
      return 1;
  }
}

/**
 * How many actions may be under way in the whole cluster, so that machines that are very busy are spared.
 *
 * @param activeNodes all of them are on the same machine
 */
export function batchUnderLoad(mode: LoadMode, activeNodes: number): number {
  return mode === "high" ? Math.max(1, Math.floor(activeNodes / 2)) : Number.POSITIVE_INFINITY;
}
