import { parseTimeSpan } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL_OPTIONS } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "Which",
    options: [
      { long: "name", short: "n", value: "NAME", help: "the attribute's name" },
      {
        long: "pattern",
        short: "P",
        value: "REGEX",
        help: "all attributes whose names a regular expression finds (not to query)",
      },
      { long: "node", short: "N", value: "NODE", help: "of this node, instead of the own one" },
      STATE,
    ],
  },
  {
    title: "Commands (of several the last counts; without any: query)",
    options: [
      { long: "query", short: "Q", help: "print the value" },
      {
        long: "update",
        short: "U",
        value: "VALUE",
        help: "set the value; value++ and value+=N count it up",
      },
      {
        long: "update-both",
        short: "B",
        value: "VALUE",
        help: "set the value and how long changes wait (with --delay)",
      },
      { long: "update-delay", short: "Y", help: "set how long changes wait (with --delay)" },
      { long: "delete", short: "D", help: "unset the value" },
      { long: "refresh", short: "R", help: "write all attributes to the CIB at once" },
      {
        long: "set-value",
        short: "v",
        value: "VALUE",
        help: "accepted for compatibility: the same as --update",
      },
    ],
  },
  {
    title: "How",
    options: [
      {
        long: "delay",
        short: "d",
        value: "TIME",
        help: "how long a change waits for further ones before it is written\n(seconds, or with a unit)",
      },
      { long: "set", short: "s", value: "ID", help: "the block of a new attribute" },
      { long: "private", short: "p", help: "a new attribute is never written to the CIB" },
      { long: "utilization", short: "z", help: "a new attribute is what a node has to offer" },
    ],
  },
  {
    title: "Output",
    options: [
      { long: "all", short: "A", help: "print the values of all nodes" },
      { long: "json", help: "print one JSON object" },
    ],
  },
  {
    title: "General",
    options: [
      { long: "lifetime", short: "l", value: "WHEN", help: "accepted for compatibility (reboot, forever)" },
      { long: "section", short: "S", value: "WHEN", help: "the same" },
      { long: "wait", short: "W", value: "UNTIL", help: "accepted for compatibility (no, local, cluster)" },
      { long: "quiet", short: "q", help: "accepted for compatibility" },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
      ...GENERAL_OPTIONS,
    ],
  },
];

const COMMANDS = ["query", "update", "update-both", "update-delay", "delete", "refresh"] as const;

export type AttrdCommand = (typeof COMMANDS)[number];

/** What `sanode attrd` is asked to do. */
export interface AttrdArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly command: AttrdCommand;
  /** An attribute's name, or a pattern of names; empty where all are meant. */
  readonly name: string;
  readonly isPattern: boolean;
  readonly value: string;
  readonly node: string | undefined;
  /** Milliseconds; undefined if none was given, or none that can be read. */
  readonly delay: number | undefined;
  /** Whether a delay is missing that the command needs. */
  readonly lacksDelay: boolean;
  readonly setId: string | undefined;
  readonly isPrivate: boolean;
  readonly utilization: boolean;
  readonly all: boolean;
  readonly json: boolean;
  readonly state: string | undefined;
}

/**
 * Reads the arguments of `sanode attrd`, in the manner of `attrd_updater`. Words that are no options are ignored, as there.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): AttrdArguments {
  const given = readOptions(args, GROUPS);
  const help = given.has("help") || given.has("help-all");
  const command = commandOf(given);
  if (!help && !given.has("version")) check(given, command);
  const delay = given.value("delay");
  return {
    help,
    version: given.has("version"),
    command,
    name: given.value("name") ?? given.value("pattern") ?? "",
    isPattern: given.has("pattern"),
    value: textOf(given, command),
    node: given.value("node"),
    delay: delay === undefined ? undefined : parseTimeSpan(delay)?.milliseconds,
    lacksDelay: delay === undefined && (command === "update-both" || command === "update-delay"),
    setId: given.value("set"),
    isPrivate: given.has("private"),
    utilization: given.has("utilization"),
    all: given.has("all"),
    json: given.has("json"),
    state: given.value("state"),
  };
}

function commandOf({ order }: GivenOptions): AttrdCommand {
  const last = order.findLast((long) => long === "set-value" || COMMANDS.some((name) => name === long));
  return last === "set-value" ? "update" : (COMMANDS.find((name) => name === last) ?? "query");
}

function textOf(given: GivenOptions, command: AttrdCommand): string {
  const last = given.order.findLast((long) => long === "set-value" || long === "update");
  return (command === "update" ? given.value(last ?? command) : given.value(command)) ?? "";
}

function check(given: GivenOptions, command: AttrdCommand): void {
  const wait = given.value("wait");
  if (wait !== undefined && !["no", "local", "cluster"].includes(wait)) {
    throw usage("--wait= must be one of 'no', 'local', 'cluster'");
  }
  for (const lifetime of [...given.values("lifetime"), ...given.values("section")]) {
    if (lifetime !== "reboot" && lifetime !== "forever") {
      throw usage(`Unknown value for --lifetime: ${lifetime}`);
    }
  }
  if (given.has("name") && given.has("pattern")) {
    throw usage("Error: --name and --pattern cannot be used at the same time");
  }
  if (given.has("pattern") && (command === "query" || command === "refresh")) {
    throw usage("Error: pattern can only be used with delete or update");
  }
  if (!given.has("name") && !given.has("pattern") && command !== "refresh") {
    throw usage("Command requires --name or --pattern argument");
  }
}

function usage(message: string): CommandError {
  return new CommandError(ExitStatus.usage, message);
}
