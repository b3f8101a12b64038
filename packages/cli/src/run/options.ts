import { hostname } from "node:os";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { type OptionGroup, readOptions } from "../command/options.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "Cluster",
    options: [
      {
        long: "node",
        value: "NAME",
        help: "a node of this process, by default one with the host's name; can be given again",
      },
      STATE,
      {
        long: "agents",
        value: "DIR",
        help: "a directory of OCF agents, DIR/PROVIDER/TYPE, searched before the system's and\nthose that come with sanode; can be given again",
      },
      { long: "fence-agents", value: "DIR", help: "the directory of fence agents, by default the system's" },
    ],
  },
  {
    title: "Output",
    options: [
      { long: "json", help: "write the log as JSON objects, one a line" },
      { long: "verbose", short: "V", help: "log every operation and action as well" },
      { long: "quiet", short: "q", help: "log nothing but warnings and errors" },
    ],
  },
  { title: "General", options: [{ long: "help", short: "h", help: "print this text" }] },
];

/** What `sanode run` is asked to do. */
export interface RunArguments {
  readonly help: boolean;
  /** The file of the configuration, if any. */
  readonly configuration: string | undefined;
  readonly nodes: readonly string[];
  readonly state: string | undefined;
  readonly agents: readonly string[];
  /** The directory of fence agents; the system's if undefined. */
  readonly fenceAgents: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** @throws CommandError for wrong usage */
export function readArguments(args: readonly string[]): RunArguments {
  const given = readOptions(args, GROUPS);
  const [configuration, more] = given.words;
  if (more !== undefined)
    throw new CommandError(ExitStatus.usage, `There is more than one file: ${more.text}`);
  const nodes = given.values("node");
  return {
    help: given.has("help"),
    configuration: configuration?.text,
    nodes: nodes.length > 0 ? nodes : [hostname()],
    state: given.value("state"),
    agents: given.values("agents"),
    fenceAgents: given.value("fence-agents"),
    json: given.has("json"),
    verbose: given.has("verbose"),
    quiet: given.has("quiet"),
  };
}
