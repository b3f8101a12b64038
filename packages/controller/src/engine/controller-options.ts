import { availableParallelism } from "node:os";
import { applyBlocks, compileBlocks, firstElement, intervalOrUndefined, parseInteger } from "@sanode/cib";
import type { ClusterState } from "@sanode/pengine";

/** The cluster options that tell how decisions are carried out, not what is decided. */
export interface ControllerOptions {
  /** Milliseconds after which a stable cluster decides again, although nothing has happened; 0 for never. */
  readonly recheckInterval: number;
  /** How many resource actions a node may have to do at once. */
  readonly actionsPerNode: number;
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
 * `fencing-max-attempts`.
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
    fencingAttempts: attempts > 0 ? attempts : FENCING_ATTEMPTS,
    actionsPerNode: limit > 0 ? limit : 2 * availableParallelism(),
  };
}
