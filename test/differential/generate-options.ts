import type { XmlElement } from "@sanode/cib";
import { ruledBlock } from "./generate-rules.js";
import { block, present, type World } from "./world.js";

/** Cluster options, most of them left at their defaults. */
export function generateOptions(world: World): XmlElement[] {
  const { random } = world;
  const pairs: [string, string][] = [["fencing-enabled", String(world.fencing)]];
  const maybe = (probability: number, name: string, values: readonly [string, ...string[]]): void => {
    if (random.chance(probability)) pairs.push([name, random.pick(values)]);
  };
  maybe(0.25, "no-quorum-policy", ["stop", "freeze", "ignore", "demote", "fence"]);
  maybe(0.08, "symmetric-cluster", ["false"]);
  maybe(0.04, "maintenance-mode", ["true"]);
  maybe(0.03, "stop-all-resources", ["true"]);
  maybe(0.1, "start-failure-is-fatal", ["false"]);
  maybe(0.1, "startup-fencing", ["false"]);
  maybe(0.15, "fencing-action", ["off", "reboot"]);
  maybe(0.1, "concurrent-fencing", ["false", "true"]);
  maybe(0.1, "priority-fencing-delay", ["15s", "0"]);
  maybe(0.05, "have-watchdog", ["true"]);
  maybe(0.1, "shutdown-lock", ["true"]);
  maybe(0.05, "shutdown-lock-limit", ["1h"]);
  maybe(0.05, "enable-startup-probes", ["false"]);
  maybe(0.08, "stop-removed-resources", ["false"]);
  maybe(0.05, "cancel-removed-actions", ["false"]);
  maybe(0.12, "node-health-strategy", ["migrate-on-red", "only-green", "progressive", "custom"]);
  maybe(0.05, "node-health-base", ["10", "-5"]);
  maybe(0.05, "node-health-yellow", ["-20", "5"]);
  maybe(0.2, "placement-strategy", ["utilization", "minimal", "balanced", "default"]);
  maybe(0.1, "cluster-name", ["alpha"]);
  maybe(0.05, "migration-limit", ["3"]);
  maybe(0.05, "node-pending-timeout", ["2h", "60s"]);
  maybe(0.03, "node-health-red", ["-100", "0"]);
  maybe(0.03, "node-health-green", ["10"]);
  maybe(0.05, "fence-remote-without-quorum", ["true"]);
  maybe(0.05, "batch-limit", ["20"]);
  maybe(0.05, "cluster-delay", ["90s"]);
  maybe(0.05, "fencing-timeout", ["90s"]);
  maybe(0.03, "stop-all-resources", ["false"]);
  maybe(0.03, "dc-version", ["3.0.0"]);
  const options = block(world, "cluster_property_set", "cib-bootstrap-options", pairs);
  const later = random.chance(0.06)
    ? ruledBlock(world, "cluster_property_set", "later-options", [
        random.pick<readonly [string, string]>([
          ["maintenance-mode", "true"],
          ["stop-all-resources", "true"],
          ["no-quorum-policy", "ignore"],
          ["symmetric-cluster", "false"],
        ]),
      ])
    : null;
  return present([options, later]);
}
