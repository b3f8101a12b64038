import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, type OptionSpec, readOptions } from "../command/options.js";

const QUERIES = [
  { long: "which", short: "w", help: "print the name of the active shadow document" },
  { long: "display", short: "p", help: "print the active shadow document" },
  { long: "diff", short: "d", help: "print what is different in the active shadow document" },
  { long: "file", short: "F", help: "print the active shadow document's file" },
  { long: "list", short: "l", help: "print the names of all shadow documents" },
] as const satisfies readonly OptionSpec[];

const COMMANDS = [
  { long: "create", short: "c", value: "NAME", help: "make a shadow document, a copy of the cluster's" },
  {
    long: "create-empty",
    short: "e",
    value: "NAME",
    help: "make a shadow document with an empty configuration",
  },
  { long: "commit", short: "C", value: "NAME", help: "make a shadow's configuration the cluster's" },
  { long: "delete", short: "D", value: "NAME", help: "remove a shadow document" },
  { long: "edit", short: "E", help: "open the active shadow document in the program that EDITOR names" },
  { long: "reset", short: "r", value: "NAME", help: "make a shadow document a copy of the cluster's again" },
  { long: "switch", short: "s", value: "NAME", help: "use another shadow document" },
] as const satisfies readonly OptionSpec[];

export const GROUPS: readonly OptionGroup[] = [
  { title: "Queries (of several queries and commands the last counts)", options: QUERIES },
  { title: "Commands", options: COMMANDS },
  {
    title: "How",
    options: [
      {
        long: "force",
        short: "f",
        help: "do what may destroy something: commit, delete, reset, create anew",
      },
      { long: "batch", short: "b", help: "do not start a shell" },
      { long: "all", short: "a", help: "with --commit: the whole document, not only the configuration" },
      { long: "validate-with", short: "v", value: "SCHEMA", help: "with --create-empty: of an older schema" },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
    ],
  },
  {
    title: "Output",
    options: [
      { long: "json", help: "print one JSON object; no shell is started" },
      { long: "output-to", value: "FILE", help: "write to a file what would be printed" },
    ],
  },
  GENERAL,
];

/** What is asked for; `name` is that of a shadow document. */
export type Task =
  | { readonly kind: (typeof QUERIES)[number]["long"] | "edit" }
  | { readonly kind: Exclude<(typeof COMMANDS)[number]["long"], "edit">; readonly name: string };

/** What `sanode shadow` is asked to do. */
export interface ShadowArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly task: Task | null;
  readonly force: boolean;
  readonly batch: boolean;
  readonly all: boolean;
  readonly schema: string | undefined;
  readonly json: boolean;
  readonly outputTo: string | undefined;
}

/**
 * Reads the arguments of `sanode shadow`, in the manner of `crm_shadow`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): ShadowArguments {
  const given = readOptions(args, GROUPS);
  const words = given.words.map(({ text }) => text);
  if (words.length > 0) {
    const problem = `non-option ARGV-elements: ${words.join(" ")}`;
    throw new CommandError(ExitStatus.usage, `${problem} (try: sanode shadow --help)`);
  }
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    task: lastTask(given),
    force: given.has("force"),
    batch: given.has("batch"),
    all: given.has("all"),
    schema: given.value("validate-with"),
    json: given.has("json"),
    outputTo: given.value("output-to"),
  };
}

function lastTask(given: GivenOptions): Task | null {
  for (let at = given.order.length - 1; at >= 0; at -= 1) {
    const long = given.order[at];
    const query = QUERIES.find((spec) => spec.long === long);
    if (query !== undefined) return { kind: query.long };
    const command = COMMANDS.find((spec) => spec.long === long);
    if (command === undefined) continue;
    if (command.long === "edit") return { kind: command.long };
    return { kind: command.long, name: given.value(command.long) ?? "" };
  }
  return null;
}
