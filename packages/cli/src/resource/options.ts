import type { OptionGroup } from "../command/options.js";
import { FILE } from "../input/source.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  { title: "Cluster or file", options: [STATE, FILE] },
  {
    title: "What is meant",
    options: [
      { long: "node", short: "N", value: "NAME", help: "a node" },
      { long: "promoted", help: "the promoted role only (with move and ban)" },
      {
        long: "lifetime",
        short: "u",
        value: "DURATION",
        help: "how long a move or ban lasts, ISO 8601: PT2H, P1D",
      },
      {
        long: "expired",
        help: "only moves and bans whose time is over (with clear; of all resources without one)",
      },
      { long: "meta", short: "m", help: "a meta-attribute (with set, unset, get)" },
      { long: "utilization", short: "z", help: "a utilization attribute (with set, unset, get)" },
      { long: "element", help: "an attribute of the resource's element (with set, unset, get)" },
      { long: "set-name", short: "s", value: "ID", help: "the id of the block of values (with set, unset)" },
      { long: "operation", short: "n", value: "NAME", help: "only failures of an operation (with cleanup)" },
      { long: "interval", short: "I", value: "TIME", help: "and of this interval" },
      { long: "active", help: "only operations since a resource was last started (with operations)" },
      { long: "level", value: "LEVEL", help: "how thoroughly the agent looks (with validate, force-check)" },
      { long: "force", short: "f", help: "do it even though something speaks against it" },
    ],
  },
  {
    title: "General",
    options: [
      { long: "wait", help: "wait until the cluster has nothing left to do" },
      {
        long: "timeout",
        short: "T",
        value: "TIME",
        help: "how long to wait, by default an hour; how long an agent may take",
      },
      { long: "json", help: "print JSON (with list, locate, why, failcount, digests, validate, force-...)" },
      { long: "help", short: "h", help: "print this text" },
    ],
  },
];
