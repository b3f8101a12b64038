import {
  clampScore,
  intervalOrUndefined,
  isTrue,
  lowerAscii,
  MINUS_INFINITY,
  parseBoolean,
  parseInteger,
  parseInterval,
  parseScore,
  type XmlElement,
} from "@sanode/cib";
import type { ClusterOptions, HealthStrategy, NoQuorumPolicy, PlacementStrategy } from "../model/state.js";
import { type OptionName, type OptionRule, type OptionType, optionRules } from "./option-table.js";
import { reportError, reportWarning, type WarningSink } from "./warnings.js";

/** What the options' meaning depends on besides their values. */
export interface OptionContext {
  readonly quorate: boolean;
  /** The `cib` element. */
  readonly cib: XmlElement;
}

type OptionTexts = ReadonlyMap<OptionName, string>;

/**
 * The cluster options from the pairs configured in `crm_config`: current names before deprecated ones, defaults for
 * what is unset or invalid. A current name that is invalid gives the default even if the deprecated one is valid.
 * Source: "Cluster Options" in Pacemaker Explained.
 */
export function readOptions(
  configured: ReadonlyMap<string, string>,
  context: OptionContext,
  sink: WarningSink,
): ClusterOptions {
  const texts = acceptedTexts(configured, sink);
  const flag = (name: OptionName): boolean => isTrue(texts.get(name));
  const milliseconds = (name: OptionName): number => parseInterval(texts.get(name));
  const fencingEnabled = flag("fencing-enabled");
  const shutdownLock = flag("shutdown-lock");
  return {
    noQuorumPolicy: readNoQuorumPolicy(texts, fencingEnabled, context, sink),
    symmetricCluster: flag("symmetric-cluster"),
    maintenanceMode: flag("maintenance-mode"),
    stopAllResources: flag("stop-all-resources"),
    startFailureIsFatal: flag("start-failure-is-fatal"),
    fencingEnabled,
    fencingAction: texts.get("fencing-action") === "off" ? "off" : "reboot",
    fencingTimeoutMs: milliseconds("fencing-timeout"),
    startupFencing: fencingEnabled && flag("startup-fencing"),
    concurrentFencing: flag("concurrent-fencing"),
    priorityFencingDelayMs: milliseconds("priority-fencing-delay"),
    fenceRemoteWithoutQuorum: flag("fence-remote-without-quorum"),
    haveWatchdog: flag("have-watchdog"),
    nodePendingTimeoutMs: milliseconds("node-pending-timeout"),
    shutdownLock,
    shutdownLockLimitMs: shutdownLock ? milliseconds("shutdown-lock-limit") : 0,
    startupProbes: flag("enable-startup-probes"),
    stopRemovedResources: flag("stop-removed-resources"),
    cancelRemovedActions: flag("cancel-removed-actions"),
    ...readHealth(texts),
    placementStrategy: readPlacementStrategy(texts),
    clusterName: texts.get("cluster-name") ?? null,
    clusterDelayText: texts.get("cluster-delay") ?? "",
    fencingTimeoutText: texts.get("fencing-timeout") ?? "",
    batchLimitText: texts.get("batch-limit") ?? "",
    migrationLimitText: texts.get("migration-limit") ?? "",
  };
}

function acceptedTexts(configured: ReadonlyMap<string, string>, sink: WarningSink): OptionTexts {
  const texts = new Map<OptionName, string>();
  for (const rule of optionRules) {
    const text = acceptedText(rule, configured, sink);
    if (text !== undefined) texts.set(rule.name, text);
  }
  return texts;
}

function acceptedText(
  rule: OptionRule,
  configured: ReadonlyMap<string, string>,
  sink: WarningSink,
): string | undefined {
  const { name } = rule;
  let text = configured.get(name);
  if (text === undefined && rule.alias !== undefined) {
    text = configured.get(rule.alias);
    if (text !== undefined) {
      reportWarning(sink, rule.alias, "deprecated-option", `option ${rule.alias} is now called ${name}`);
    }
  }
  if (text === undefined) return rule.default;
  if (!isValid(rule.type, text)) {
    reportError(
      sink,
      name,
      "invalid-option-value",
      `option ${name}: ${text} is invalid, the default is used`,
    );
    return rule.default;
  }
  if (rule.deprecated === true && !isTrue(text)) {
    reportWarning(sink, name, "deprecated-option", `option ${name} will go away and act as true`);
  }
  return text;
}

function isValid(type: OptionType, text: string): boolean {
  if (typeof type === "object") {
    return "words" in type ? type.words.includes(lowerAscii(text)) : type.exactWords.includes(text);
  }
  switch (type) {
    case "boolean":
      return parseBoolean(text) !== undefined;
    case "duration":
      return intervalOrUndefined(text) !== undefined;
    case "integer":
    case "score":
      return isIntegerOrInfinity(text);
    case "positive-integer":
      return isIntegerOrInfinity(text) && (parseScore(text) ?? 0) > 0;
    case "percentage":
      return /^\s*[-+]?\d+%/.test(text);
    case "text":
      return true;
  }
}

function isIntegerOrInfinity(text: string): boolean {
  return /^[-+]?INFINITY$/.test(text) || parseInteger(text) !== undefined;
}

/**
 * Fencing the own partition needs fencing, and quorum either now or once before: a partition that never had quorum
 * just stops. Regression cases suicide-needed-inquorate, suicide-not-needed-never-quorate.
 */
function readNoQuorumPolicy(
  texts: OptionTexts,
  fencingEnabled: boolean,
  context: OptionContext,
  sink: WarningSink,
): NoQuorumPolicy {
  const word = lowerAscii(texts.get("no-quorum-policy") ?? "");
  switch (word) {
    case "freeze":
    case "ignore":
    case "demote":
      return word;
    case "fence":
    case "suicide": {
      if (!fencingEnabled) {
        const message = "no-quorum-policy fence needs fencing; stop is used";
        reportError(sink, "no-quorum-policy", "fence-policy-without-fencing", message);
        return "stop";
      }
      const hadQuorum = (parseInteger(context.cib.attributes["no-quorum-panic"]) ?? 0) !== 0;
      return context.quorate || hadQuorum ? "fence" : "stop";
    }
    default:
      return "stop";
  }
}

function readPlacementStrategy(texts: OptionTexts): PlacementStrategy {
  const word = lowerAscii(texts.get("placement-strategy") ?? "");
  switch (word) {
    case "utilization":
    case "minimal":
    case "balanced":
      return word;
    default:
      return "default";
  }
}

type HealthOptions = Pick<
  ClusterOptions,
  "healthStrategy" | "healthBase" | "healthRed" | "healthYellow" | "healthGreen"
>;

/** What health words mean under each strategy. Source: "Tracking Node Health" in Pacemaker Explained. */
function readHealth(texts: OptionTexts): HealthOptions {
  const score = (name: OptionName) => parseScore(texts.get(name), zero);
  const healthStrategy = readHealthStrategy(texts);
  const healthBase = score("node-health-base");
  switch (healthStrategy) {
    case "none":
      return { healthStrategy, healthBase, healthRed: zero, healthYellow: zero, healthGreen: zero };
    case "migrate-on-red":
      return { healthStrategy, healthBase, healthRed: MINUS_INFINITY, healthYellow: zero, healthGreen: zero };
    case "only-green":
      return {
        healthStrategy,
        healthBase,
        healthRed: MINUS_INFINITY,
        healthYellow: MINUS_INFINITY,
        healthGreen: zero,
      };
    case "progressive":
    case "custom":
      return {
        healthStrategy,
        healthBase,
        healthRed: score("node-health-red"),
        healthYellow: score("node-health-yellow"),
        healthGreen: score("node-health-green"),
      };
  }
}

const zero = clampScore(0);

function readHealthStrategy(texts: OptionTexts): HealthStrategy {
  const word = lowerAscii(texts.get("node-health-strategy") ?? "");
  switch (word) {
    case "migrate-on-red":
    case "only-green":
    case "progressive":
    case "custom":
      return word;
    default:
      return "none";
  }
}
