import type { Role, ScoreInput, TimeSpan } from "./values.js";

/** Meta-attributes of any resource (Pacemaker Explained, "Resource Meta-Attributes"). */
export interface ResourceMeta {
  readonly priority?: ScoreInput;
  readonly critical?: boolean;
  readonly "target-role"?: Role;
  readonly "is-managed"?: boolean;
  readonly maintenance?: boolean;
  readonly "resource-stickiness"?: ScoreInput;
  readonly requires?: "nothing" | "quorum" | "fencing" | "unfencing";
  readonly "migration-threshold"?: ScoreInput;
  readonly "failure-timeout"?: TimeSpan;
  readonly "multiple-active"?: "block" | "stop_only" | "stop_start" | "stop_unexpected";
  readonly "allow-migrate"?: boolean;
  readonly "allow-unhealthy-nodes"?: boolean;
  readonly "container-attribute-target"?: "host";
  /** The name of the guest node that this resource launches, and how to reach it. */
  readonly "remote-node"?: string;
  readonly "remote-addr"?: string;
  readonly "remote-port"?: number;
  readonly "remote-connect-timeout"?: TimeSpan;
  readonly "remote-allow-migrate"?: boolean;
}

/** Meta-attributes of clones (Pacemaker Explained, "Clone Options"). */
export interface CloneMeta extends ResourceMeta {
  readonly "clone-max"?: number;
  readonly "clone-node-max"?: number;
  readonly "clone-min"?: number;
  readonly "globally-unique"?: boolean;
  readonly interleave?: boolean;
  readonly notify?: boolean;
  readonly ordered?: boolean;
  readonly promotable?: boolean;
  readonly "promoted-max"?: number;
  readonly "promoted-node-max"?: number;
}

/** Cluster options (Pacemaker Explained, "Cluster Options"). */
export interface ClusterOptions {
  readonly "cluster-name"?: string;
  readonly "no-quorum-policy"?: "stop" | "ignore" | "freeze" | "demote" | "fence" | "suicide";
  readonly "symmetric-cluster"?: boolean;
  readonly "maintenance-mode"?: boolean;
  readonly "start-failure-is-fatal"?: boolean;
  readonly "enable-startup-probes"?: boolean;
  readonly "shutdown-lock"?: boolean;
  readonly "shutdown-lock-limit"?: TimeSpan;
  readonly "stonith-enabled"?: boolean;
  readonly "stonith-action"?: "reboot" | "off";
  readonly "stonith-timeout"?: TimeSpan;
  readonly "stonith-watchdog-timeout"?: TimeSpan;
  readonly "stonith-max-attempts"?: number;
  readonly "fencing-enabled"?: boolean;
  readonly "fencing-action"?: "reboot" | "off";
  readonly "fencing-timeout"?: TimeSpan;
  readonly "fencing-watchdog-timeout"?: TimeSpan;
  readonly "fencing-max-attempts"?: number;
  readonly "fencing-reaction"?: "stop" | "panic";
  readonly "fence-reaction"?: "stop" | "panic";
  readonly "have-watchdog"?: boolean;
  readonly "concurrent-fencing"?: boolean;
  readonly "startup-fencing"?: boolean;
  readonly "fence-remote-without-quorum"?: boolean;
  readonly "priority-fencing-delay"?: TimeSpan;
  readonly "node-pending-timeout"?: TimeSpan;
  readonly "cluster-delay"?: TimeSpan;
  readonly "cluster-recheck-interval"?: TimeSpan;
  readonly "dc-deadtime"?: TimeSpan;
  readonly "election-timeout"?: TimeSpan;
  readonly "shutdown-escalation"?: TimeSpan;
  readonly "join-integration-timeout"?: TimeSpan;
  readonly "join-finalization-timeout"?: TimeSpan;
  readonly "transition-delay"?: TimeSpan;
  readonly "load-threshold"?: `${number}%`;
  readonly "batch-limit"?: number;
  readonly "migration-limit"?: number;
  readonly "node-action-limit"?: number;
  readonly "cluster-ipc-limit"?: number;
  readonly "stop-all-resources"?: boolean;
  readonly "stop-orphan-resources"?: boolean;
  readonly "stop-orphan-actions"?: boolean;
  readonly "stop-removed-resources"?: boolean;
  readonly "cancel-removed-actions"?: boolean;
  readonly "pe-error-series-max"?: number;
  readonly "pe-warn-series-max"?: number;
  readonly "pe-input-series-max"?: number;
  readonly "enable-acl"?: boolean;
  readonly "placement-strategy"?: "default" | "utilization" | "minimal" | "balanced";
  readonly "node-health-strategy"?: "none" | "migrate-on-red" | "only-green" | "progressive" | "custom";
  readonly "node-health-base"?: ScoreInput;
  readonly "node-health-green"?: ScoreInput;
  readonly "node-health-yellow"?: ScoreInput;
  readonly "node-health-red"?: ScoreInput;
}

/** Defaults of operations: what an operation itself may have (Pacemaker Explained, "Operation Properties"). */
export interface OperationDefaults {
  readonly timeout?: TimeSpan;
  readonly "start-delay"?: TimeSpan;
  readonly enabled?: boolean;
  readonly "record-pending"?: boolean;
  readonly "on-fail"?:
    | "ignore"
    | "block"
    | "demote"
    | "stop"
    | "restart"
    | "standby"
    | "fence"
    | "restart-container";
}
