import { parseInteger } from "@sanode/cib";
import type { FencingAction } from "@sanode/fencing";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import { FILE, givenSource, LIVE, PIPE, type Source, TEXT } from "../input/source.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  { title: "Input for devices and plan (of several the last counts)", options: [FILE, PIPE, TEXT, LIVE] },
  { title: "Running cluster for history, confirm, off, reboot and on", options: [STATE] },
  {
    title: "How",
    options: [
      { long: "node", short: "N", value: "NODE", help: "what this node sees; by default every node" },
      { long: "action", short: "a", value: "ACTION", help: "plan: off, reboot (the default) or on" },
      {
        long: "timeout",
        short: "t",
        value: "SECONDS",
        help: "for devices without one of their own; 120 by default",
      },
      {
        long: "delay",
        short: "y",
        value: "SECONDS",
        help: "plan, off, reboot: before the first device; -1 for no delay at all",
      },
      { long: "target", value: "NODE", help: "run: the node that the agent is told" },
      { long: "directory", value: "DIR", help: "where fence agents are installed; /usr/sbin by default" },
    ],
  },
  {
    title: "Output",
    options: [
      { long: "json", help: "print one JSON object" },
      { long: "output-to", value: "FILE", help: "write to a file what would be printed" },
    ],
  },
  GENERAL,
];

/** What `sanode fence` is asked to do. */
export interface FenceArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly json: boolean;
  readonly outputTo: string | undefined;
  readonly source: Source | null;
  /** The directory of the running cluster, if it was named. */
  readonly state: string | undefined;
  /** The task and what follows it. */
  readonly words: readonly string[];
  readonly node: string | undefined;
  readonly action: FencingAction;
  /** Whole seconds. */
  readonly timeout: number;
  /** Whole seconds; -1 for no delay at all. */
  readonly delay: number;
  readonly target: string | undefined;
  readonly directory: string | undefined;
}

const DEFAULT_TIMEOUT = 120;

/**
 * Reads the arguments of `sanode fence`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): FenceArguments {
  const given = readOptions(args, GROUPS);
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    json: given.has("json"),
    outputTo: given.value("output-to"),
    source: givenSource(given),
    state: given.value("state"),
    words: given.words.map(({ text }) => text),
    node: given.value("node"),
    action: readAction(given.value("action")),
    timeout: readSeconds(given, "timeout", 1, DEFAULT_TIMEOUT),
    delay: readSeconds(given, "delay", -1, 0),
    target: given.value("target"),
    directory: given.value("directory"),
  };
}

function readAction(text = "reboot"): FencingAction {
  if (text === "off" || text === "reboot" || text === "on") return text;
  throw new CommandError(ExitStatus.usage, `Unknown action ${text} (there are off, reboot and on)`);
}

function readSeconds(given: GivenOptions, name: string, least: number, otherwise: number): number {
  const text = given.value(name);
  if (text === undefined) return otherwise;
  const seconds = /^-?\d+$/.test(text) ? parseInteger(text) : undefined;
  if (seconds !== undefined && seconds >= least) return seconds;
  throw new CommandError(
    ExitStatus.usage,
    `--${name} needs a whole number of seconds from ${least}, not ${text}`,
  );
}
