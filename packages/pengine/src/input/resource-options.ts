import {
  clampScore,
  INFINITY,
  isTrue,
  lowerAscii,
  parseBoolean,
  parseInterval,
  parseScore,
  type Score,
} from "@sanode/cib";
import type { MultipleActive, Requires, ResourceState } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { healthScores } from "./health-scores.js";
import { reportError, reportWarning } from "./warnings.js";

/** What a resource's meta-attributes say, each judged and defaulted. */
export type ResourceOptions = Pick<
  ResourceState,
  | "priority"
  | "critical"
  | "requires"
  | "multipleActive"
  | "stickiness"
  | "migrationThreshold"
  | "failureTimeoutMs"
  | "allowUnhealthyNodes"
  | "notify"
  | "internal"
  | "managed"
  | "maintenance"
>;

/** Of whom the options are read. */
export interface OptionsOwner {
  readonly id: string;
  readonly isFencingDevice: boolean;
  readonly isRemoteConnection: boolean;
  readonly meta: ReadonlyMap<string, string>;
  /** Instances after the first of a clone repeat its findings; they are not reported again. */
  readonly quiet: boolean;
}

/** Reads the meta-attributes that every kind of resource has. Source: "Resource Options" in Pacemaker Explained. */
export function readResourceOptions(state: ClusterState, owner: OptionsOwner): ResourceOptions {
  const { meta } = owner;
  const maintenance = state.options.maintenanceMode || isTrue(meta.get("maintenance"));
  return {
    priority: readScore(state, owner, "priority"),
    critical: parseBoolean(meta.get("critical") ?? "true") ?? false,
    requires: readRequires(state, owner),
    multipleActive: readMultipleActive(state, owner),
    stickiness: readStickiness(state, owner),
    migrationThreshold: readMigrationThreshold(state, owner),
    failureTimeoutMs: parseInterval(meta.get("failure-timeout")),
    allowUnhealthyNodes: isTrue(meta.get("allow-unhealthy-nodes")),
    notify: isTrue(meta.get("notify")),
    internal: isTrue(meta.get("internal_rsc")),
    managed: isManaged(state, owner) && !maintenance,
    maintenance,
  };
}

/** Any value that is not true, nonsense included, makes a resource unmanaged. */
function isManaged(state: ClusterState, owner: OptionsOwner): boolean {
  const text = owner.meta.get("is-managed");
  return text === undefined || isDefaultWord(state, owner, "is-managed", text) || isTrue(text);
}

/** The deprecated word that stands for leaving an option unset. */
function isDefaultWord(state: ClusterState, owner: OptionsOwner, name: string, text: string): boolean {
  if (lowerAscii(text) !== "default") return false;
  if (!owner.quiet) {
    reportWarning(state, owner.id, "deprecated-value", `${owner.id}: ${name}=${text} is the same as unset`);
  }
  return true;
}

const zero = clampScore(0);

function readScore(state: ClusterState, owner: OptionsOwner, name: string): Score {
  const text = owner.meta.get(name);
  const score = parseScore(text, undefined, healthScores(state.options));
  if (text !== undefined && score === undefined) warnInvalid(state, owner, name, text);
  return score ?? zero;
}

function readStickiness(state: ClusterState, owner: OptionsOwner): Score {
  const text = owner.meta.get("resource-stickiness");
  if (text !== undefined && isDefaultWord(state, owner, "resource-stickiness", text)) return zero;
  return readScore(state, owner, "resource-stickiness");
}

function readMigrationThreshold(state: ClusterState, owner: OptionsOwner): Score {
  const text = owner.meta.get("migration-threshold");
  if (text === undefined || isDefaultWord(state, owner, "migration-threshold", text)) {
    return INFINITY;
  }
  const score = parseScore(text, undefined, healthScores(state.options));
  if (score !== undefined && score >= 0) return score;
  warnInvalid(state, owner, "migration-threshold", text);
  return INFINITY;
}

function readMultipleActive(state: ClusterState, owner: OptionsOwner): MultipleActive {
  const text = owner.meta.get("multiple-active");
  if (text === undefined) return "stop_start";
  const word = lowerAscii(text);
  switch (word) {
    case "block":
    case "stop_only":
    case "stop_start":
    case "stop_unexpected":
      return word;
    default:
      warnInvalid(state, owner, "multiple-active", text);
      return "stop_start";
  }
}

function readRequires(state: ClusterState, owner: OptionsOwner): Requires {
  const requires = wantedRequirement(state, owner);
  const { fencingEnabled } = state.options;
  if (requires === "unfencing" && (owner.isFencingDevice || !fencingEnabled)) return "quorum";
  if (requires === "fencing" && !fencingEnabled && !owner.quiet) {
    const message = `${owner.id} requires fencing, but fencing is disabled`;
    reportWarning(state, owner.id, "requires-fencing", message);
  }
  return requires;
}

function wantedRequirement(state: ClusterState, owner: OptionsOwner): Requires {
  const text = owner.meta.get("requires");
  if (text !== undefined) {
    const word = lowerAscii(text);
    if (word === "nothing" || word === "quorum" || word === "fencing" || word === "unfencing") return word;
    if (!owner.quiet) {
      reportError(state, owner.id, "invalid-requires", `${owner.id}: requires=${text} is invalid`);
    }
  }
  return defaultRequirement(state, owner);
}

function defaultRequirement(state: ClusterState, owner: OptionsOwner): Requires {
  if (owner.isFencingDevice || owner.isRemoteConnection) return "quorum";
  if (state.unfencingInUse) return "unfencing";
  if (state.options.fencingEnabled) return "fencing";
  return state.options.noQuorumPolicy === "ignore" ? "nothing" : "quorum";
}

function warnInvalid(state: ClusterState, owner: OptionsOwner, name: string, text: string): void {
  if (owner.quiet) return;
  reportWarning(state, owner.id, "invalid-meta-attribute", `${owner.id}: ${name}=${text} is invalid`);
}
