/** How the text of an option is judged. */
export type OptionType =
  | "boolean"
  | "duration"
  | "integer"
  | "positive-integer"
  | "score"
  | "percentage"
  | "text"
  /** Words in any case. */
  | { readonly words: readonly string[] }
  /** Words exactly as listed. */
  | { readonly exactWords: readonly string[] };

/** One cluster option. */
export interface OptionRule {
  readonly name: string;
  readonly type: OptionType;
  /** Undefined: unset unless configured. */
  readonly default?: string;
  /** An older name, read when the current one is unset. */
  readonly alias?: string;
  /** The option itself will go away; a value other than the default is worth a warning. */
  readonly deprecated?: true;
}

/**
 * All cluster options that Pacemaker 3.0 knows, those without influence on the policy engine included, since their
 * values are judged too. Unknown names are ignored.
 * Source: "Cluster Options" in Pacemaker Explained.
 */
export const optionRules = [
  {
    name: "no-quorum-policy",
    type: { words: ["stop", "freeze", "ignore", "demote", "fence", "suicide"] },
    default: "stop",
  },
  { name: "symmetric-cluster", type: "boolean", default: "true" },
  { name: "maintenance-mode", type: "boolean", default: "false" },
  { name: "stop-all-resources", type: "boolean", default: "false" },
  { name: "start-failure-is-fatal", type: "boolean", default: "true" },
  { name: "fencing-enabled", type: "boolean", default: "true", alias: "stonith-enabled" },
  {
    name: "fencing-action",
    type: { exactWords: ["reboot", "off"] },
    default: "reboot",
    alias: "stonith-action",
  },
  { name: "fencing-timeout", type: "duration", default: "60s", alias: "stonith-timeout" },
  { name: "startup-fencing", type: "boolean", default: "true" },
  { name: "concurrent-fencing", type: "boolean", default: "true", deprecated: true },
  { name: "priority-fencing-delay", type: "duration", default: "0" },
  { name: "fence-remote-without-quorum", type: "boolean", default: "false" },
  { name: "have-watchdog", type: "boolean", default: "false" },
  { name: "node-pending-timeout", type: "duration", default: "0" },
  { name: "shutdown-lock", type: "boolean", default: "false" },
  { name: "shutdown-lock-limit", type: "duration", default: "0" },
  { name: "enable-startup-probes", type: "boolean", default: "true", deprecated: true },
  {
    name: "stop-removed-resources",
    type: "boolean",
    default: "true",
    alias: "stop-orphan-resources",
    deprecated: true,
  },
  {
    name: "cancel-removed-actions",
    type: "boolean",
    default: "true",
    alias: "stop-orphan-actions",
    deprecated: true,
  },
  { name: "cluster-delay", type: "duration", default: "60s" },
  { name: "batch-limit", type: "integer", default: "0" },
  { name: "migration-limit", type: "integer", default: "-1" },
  {
    name: "node-health-strategy",
    type: { words: ["none", "migrate-on-red", "only-green", "progressive", "custom"] },
    default: "none",
  },
  { name: "node-health-base", type: "score", default: "0" },
  { name: "node-health-green", type: "score", default: "0" },
  { name: "node-health-yellow", type: "score", default: "0" },
  { name: "node-health-red", type: "score", default: "-INFINITY" },
  {
    name: "placement-strategy",
    type: { words: ["default", "utilization", "minimal", "balanced"] },
    default: "default",
  },
  { name: "cluster-name", type: "text" },

  { name: "dc-version", type: "text" },
  { name: "cluster-infrastructure", type: "text" },
  { name: "dc-deadtime", type: "duration", default: "20s" },
  { name: "cluster-recheck-interval", type: "duration", default: "15min" },
  { name: "election-timeout", type: "duration", default: "2min" },
  { name: "shutdown-escalation", type: "duration", default: "20min" },
  { name: "join-integration-timeout", type: "duration", default: "3min" },
  { name: "join-finalization-timeout", type: "duration", default: "30min" },
  { name: "transition-delay", type: "duration", default: "0s" },
  { name: "enable-acl", type: "boolean", default: "false" },
  { name: "fencing-reaction", type: { words: ["stop", "panic"] }, default: "stop", alias: "fence-reaction" },
  { name: "fencing-watchdog-timeout", type: "text", default: "0", alias: "stonith-watchdog-timeout" },
  { name: "fencing-max-attempts", type: "positive-integer", default: "10", alias: "stonith-max-attempts" },
  { name: "load-threshold", type: "percentage", default: "80%" },
  { name: "node-action-limit", type: "integer", default: "0" },
  { name: "pe-error-series-max", type: "integer", default: "-1" },
  { name: "pe-warn-series-max", type: "integer", default: "5000" },
  { name: "pe-input-series-max", type: "integer", default: "4000" },
] as const satisfies readonly OptionRule[];

export type OptionName = (typeof optionRules)[number]["name"];
