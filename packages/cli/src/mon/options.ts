import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { GivenOptions, OptionGroup } from "../command/options.js";
import { FILE } from "../input/source.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  { title: "Cluster", options: [STATE, FILE] },
  {
    title: "Output",
    options: [
      { long: "once", short: "1", help: "show the state once and end; so does sanode status" },
      {
        long: "interval",
        short: "i",
        value: "SECONDS",
        help: "show the state anew after so long although nothing has changed; by default 5",
      },
      { long: "show-node-attributes", short: "A", help: "show the attributes of nodes" },
      { long: "failcounts", short: "f", help: "show how often resources have failed" },
      { long: "fence-history", short: "m", help: "show all fencing, not only what failed or is under way" },
      { long: "json", help: "print JSON objects, one a line" },
    ],
  },
  { title: "General", options: [{ long: "help", short: "h", help: "print this text" }] },
];

/** Milliseconds between two looks. */
export function intervalOf(given: GivenOptions): number {
  const text = given.value("interval") ?? "5";
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400))
    throw new CommandError(ExitStatus.usage, `No such interval: ${text}`);
  return seconds * 1000;
}
