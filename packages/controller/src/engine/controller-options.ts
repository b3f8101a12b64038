import { availableParallelism } from "node:os";
import { applyBlocks, compileBlocks, firstElement, intervalOrUndefined, parseInteger } from "@sanode/cib";
import type { ClusterState } from "@sanode/pengine";

/** The cluster options that tell how decisions are carried out, not what is decided. */
export interface ControllerOptions {
  /** Milliseconds after which a stable cluster decides again, although nothing has happened; 0 for never. */
  readonly recheckInterval: number;
  /** How many resource actions a node may have to do at once. */
  readonly actionsPerNode: number;
  /** The share of the processors that may be busy: 0.8 for 80%; 0 or less if the load does not matter. */
  readonly loadThreshold: number;
  /** Milliseconds that pass without a change before anything is decided anew. */
  readonly transitionDelay: number;
  /** How often it is tried in succession to fence a node. */
  readonly fencingAttempts: number;
}

/** A quarter of an hour. */
const RECHECK_INTERVAL = 15 * 60_000;
const FENCING_ATTEMPTS = 10;

/**
 * Reads the options that the configuration sets.
 *
 * Source: Pacemaker Explained, "Cluster Options", `cluster-recheck-interval`, `node-action-limit`,
 * `load-threshold`, `transition-delay`, `fencing-max-attempts`.
 */
export function controllerOptions(state: ClusterState): ControllerOptions {
  const configured = new Map<string, string>();
  const configuration = firstElement(state.cib, "configuration");
  const section = configuration && firstElement(configuration, "crm_config");
  if (section !== undefined) {
    const blocks = compileBlocks(section, "cluster_property_set", state.blockScope);
    applyBlocks(blocks, { now: state.now }, configured);
  }
  const limit = parseInteger(configured.get("node-action-limit")) ?? 0;
  const attempts =
    parseInteger(configured.get("fencing-max-attempts") ?? configured.get("stonith-max-attempts")) ?? 0;
  return {
    recheckInterval: intervalOrUndefined(configured.get("cluster-recheck-interval")) ?? RECHECK_INTERVAL,
    loadThreshold: loadThreshold(configured.get("load-threshold")),
    transitionDelay: Math.max(0, intervalOrUndefined(configured.get("transition-delay")) ?? 0),
    fencingAttempts: attempts > 0 ? attempts : FENCING_ATTEMPTS,
    actionsPerNode: limit > 0 ? limit : 2 * availableParallelism(),
  };
}

/** Source: the option's default is 80%. */
function loadThreshold(text: string | undefined): number {
  const [, percent] = /^\s*(-?\d+)\s*%\s*$/.exec(text ?? "") ?? [];
  return (percent === undefined ? 80 : Number(percent)) / 100;
}
