import { block } from "./blocks.js";
import { any, type BannedPairs, type ElementType } from "./grammar.js";

/** Options that were renamed, moved or dropped in 3.0 and whose names mean nothing since 4.0. */
export const RETIRED_OPTIONS: readonly BannedPairs[] = [
  {
    names: [
      "cluster_recheck_interval",
      "dc_deadtime",
      "default-action-timeout",
      "default_action_timeout",
      "default-migration-threshold",
      "default_migration_threshold",
      "default-resource-failure-stickiness",
      "default_resource_failure_stickiness",
      "default-resource-stickiness",
      "default_resource_stickiness",
      "election_timeout",
      "expected-quorum-votes",
      "is-managed-default",
      "is_managed_default",
      "no_quorum_policy",
      "notification-agent",
      "notification-recipient",
      "remove_after_stop",
      "shutdown_escalation",
      "startup_fencing",
      "stonith_action",
      "stonith_enabled",
      "stop_orphan_actions",
      "stop_orphan_resources",
      "symmetric_cluster",
      "transition_idle_timeout",
    ],
    since: "3.0",
    until: "3.10",
  },
  {
    names: ["cluster-infrastructure"],
    values: ["heartbeat", "openais", "classic openais", "classic openais (with plugin)", "cman"],
    since: "3.0",
    until: "3.10",
  },
  {
    names: [
      "crmd-finalization-timeout",
      "crmd-integration-timeout",
      "crmd-transition-delay",
      "remove-after-stop",
    ],
    since: "4.0",
  },
  { names: ["stonith-action"], values: ["poweroff"], since: "4.0" },
];

export const clusterOptions: ElementType = {
  section: "options",
  children: [any("cluster_property_set", block(...RETIRED_OPTIONS))],
};

export const resourceDefaults: ElementType = {
  section: "options",
  children: [any("meta_attributes", block({ names: ["restart-type"], since: "4.0" }))],
};

export const operationDefaults: ElementType = {
  section: "options",
  children: [any("meta_attributes", block({ names: ["can_fail", "role_after_failure"], since: "4.0" }))],
};
