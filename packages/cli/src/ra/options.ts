import { parseInterval } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { type OptionGroup, readOptions } from "../command/options.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "Options",
    options: [
      {
        long: "timeout",
        short: "t",
        value: "TIME",
        help: "run: end the agent after that time (20s, 2min; default 20s)",
      },
      {
        long: "agents",
        short: "a",
        value: "DIRECTORY",
        help: "where OCF agents are, DIRECTORY/PROVIDER/TYPE; may be given\nseveral times (default /usr/lib/ocf/resource.d)",
      },
      {
        long: "language",
        short: "l",
        value: "CODE",
        help: "info: descriptions in that language, where there are any",
      },
      { long: "json", help: "print JSON" },
      { long: "version", short: "$", help: "print the version" },
      { long: "help", short: "h", help: "print this text" },
    ],
  },
];

/** Milliseconds that an action may take unless told otherwise, as in a cluster. */
const DEFAULT_TIMEOUT = 20_000;

/** What `sanode ra` is asked to do. */
export interface RaArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly json: boolean;
  readonly language: string | undefined;
  /** Directories of OCF agents; none for the system's. */
  readonly agentDirectories: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
  /** The subcommand and what belongs to it. */
  readonly words: readonly string[];
}

/**
 * Reads the arguments of `sanode ra`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): RaArguments {
  const given = readOptions(args, GROUPS);
  const timeout = given.value("timeout");
  const milliseconds = timeout === undefined ? DEFAULT_TIMEOUT : parseInterval(timeout);
  if (milliseconds <= 0) throw new CommandError(ExitStatus.usage, `${timeout} is no time to give an agent`);
  return {
    help: given.has("help"),
    version: given.has("version"),
    json: given.has("json"),
    language: given.value("language"),
    agentDirectories: given.values("agents"),
    timeout: milliseconds,
    words: given.words.map(({ text }) => text),
  };
}

/**
 * Reads parameters as they are given on a command line, `name=value`.
 *
 * @throws CommandError for a word without `=` or without a name, and for a name that comes twice
 */
export function readParameters(words: readonly string[]): Readonly<Record<string, string>> {
  const parameters = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new CommandError(ExitStatus.usage, `"${word}" is no parameter; write name=value`);
    const name = word.slice(0, at);
    if (parameters.has(name)) throw new CommandError(ExitStatus.usage, `Parameter "${name}" is given twice`);
    parameters.set(name, word.slice(at + 1));
  }
  return Object.fromEntries(parameters);
}
