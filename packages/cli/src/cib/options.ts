import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL } from "../command/general-options.js";
import { type OptionGroup, readOptions } from "../command/options.js";

/** What can be asked of a CIB. */
export type Command =
  | "query"
  | "create"
  | "modify"
  | "patch"
  | "replace"
  | "delete"
  | "delete-all"
  | "erase"
  | "bump"
  | "upgrade"
  | "empty"
  | "md5-sum"
  | "md5-sum-versioned";

const COMMANDS = [
  { long: "query", short: "Q", help: "print the CIB or a part of it (the default)" },
  { long: "create", short: "C", help: "add an object; refuses one that is there already" },
  { long: "modify", short: "M", help: "merge with the object that is there" },
  { long: "patch", short: "P", help: "apply the differences that `cib diff` has printed" },
  {
    long: "replace",
    short: "R",
    help: "put an object, or a whole CIB, in the place of the one that is there",
  },
  { long: "delete", short: "D", help: "remove the first object that has the given name and attributes" },
  { long: "delete-all", short: "d", help: "with --xpath: remove all that it selects" },
  { long: "erase", short: "E", help: "remove everything from the configuration and the status" },
  { long: "bump", short: "B", help: "raise the epoch by 1" },
  {
    long: "upgrade",
    short: "u",
    help: "bring the configuration, even one from before Pacemaker 1.0, to the latest schema",
  },
  {
    long: "empty",
    short: "a",
    value: "SCHEMA",
    optional: true,
    help: "print an empty CIB (of that schema; not checked)",
  },
  { long: "md5-sum", short: "5", help: "print the digest that is kept with a CIB on disk" },
  { long: "md5-sum-versioned", short: "6", help: "print the digest that patchsets carry" },
] as const satisfies readonly (OptionGroup["options"][number] & { readonly long: Command })[];

export const GROUPS: readonly OptionGroup[] = [
  { title: "Commands (of several the last counts)", options: COMMANDS },
  {
    title: "Input (a file goes before text, and text before standard input)",
    options: [
      { long: "xml-file", short: "x", value: "FILE", help: "take the XML from a file" },
      { long: "xml-text", short: "X", value: "XML", help: "take the XML from the argument itself" },
      { long: "xml-pipe", short: "p", help: "take the XML from standard input" },
    ],
  },
  {
    title: "What it is about (of both the last counts)",
    options: [
      { long: "scope", short: "o", value: "SECTION", help: "a section, such as resources or status" },
      { long: "xpath", short: "A", value: "XPATH", help: "what an XPath selects" },
    ],
  },
  {
    title: "How",
    options: [
      { long: "file", value: "FILE", help: "the CIB, instead of the file that CIB_file names" },
      {
        long: "user",
        short: "U",
        value: "NAME",
        help: "see and do only what access control lets this user see and do",
      },
      { long: "force", short: "f", help: "do what may destroy a cluster: erase, upgrade, delete-all" },
      { long: "allow-create", short: "c", help: "with --modify: add what is not there" },
      { long: "no-children", short: "n", help: "with --query: the elements alone, without what is in them" },
      { long: "node-path", short: "e", help: "with --query --xpath: print where the elements are" },
      { long: "score", help: "count values up by name++ and name+=N (always so; for compatibility)" },
      { long: "update-status", help: "accepted for compatibility" },
      { long: "local", short: "l", help: "accepted for compatibility" },
      { long: "sync-call", short: "s", help: "accepted for compatibility" },
      { long: "timeout", short: "t", value: "SECONDS", help: "accepted for compatibility" },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
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

/** Where the XML of a request comes from. */
export type Input =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pipe" };

/** What `sanode cib` is asked to do. */
export interface CibArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly command: Command;
  /** Of an empty CIB. */
  readonly schema: string | undefined;
  readonly input: Input | undefined;
  readonly section: string | undefined;
  readonly xpath: string | undefined;
  /** The CIB itself. */
  readonly file: string | undefined;
  /** Whose permissions count, where access control is in force. */
  readonly user: string | undefined;
  readonly force: boolean;
  readonly allowCreate: boolean;
  readonly noChildren: boolean;
  readonly nodePath: boolean;
  readonly json: boolean;
  readonly outputTo: string | undefined;
}

/**
 * Reads the arguments of `sanode cib`, in the manner of `cibadmin`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): CibArguments {
  const given = readOptions(args, GROUPS);
  const words = given.words.map(({ text }) => text);
  if (words.length > 0) {
    throw new CommandError(
      ExitStatus.usage,
      `non-option ARGV-elements: ${words.join(" ")} (try: sanode cib --help)`,
    );
  }
  const timeout = given.value("timeout");
  if (timeout !== undefined && !/^\s*[+-]?\d+$/.test(timeout)) {
    throw new CommandError(ExitStatus.usage, `Cannot parse integer value “${timeout}” for -t`);
  }
  const command = given.order.map(commandOf).findLast((found) => found !== undefined);
  const isXPathLast = given.order.lastIndexOf("xpath") > given.order.lastIndexOf("scope");
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    command: command ?? "query",
    schema: given.value("empty") || undefined,
    input: inputOf(given.value("xml-file"), given.value("xml-text"), given.has("xml-pipe")),
    section: isXPathLast ? undefined : given.value("scope"),
    xpath: isXPathLast ? given.value("xpath") : undefined,
    file: given.value("file"),
    user: given.value("user"),
    force: given.has("force"),
    allowCreate: given.has("allow-create"),
    noChildren: given.has("no-children"),
    nodePath: given.has("node-path"),
    json: given.has("json"),
    outputTo: given.value("output-to"),
  };
}

/** The command that a word or an option names. */
export function commandOf(name: string): Command | undefined {
  return COMMANDS.find(({ long }) => long === name)?.long;
}

function inputOf(path: string | undefined, text: string | undefined, pipe: boolean): Input | undefined {
  if (path !== undefined) return { kind: "file", path };
  if (text !== undefined) return { kind: "text", text };
  return pipe ? { kind: "pipe" } : undefined;
}
