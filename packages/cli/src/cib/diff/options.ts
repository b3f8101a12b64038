import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { GENERAL } from "../../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../../command/options.js";
import type { Source } from "../../input/source.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "The original (or the first argument without an option)",
    options: [
      { long: "original", short: "o", value: "FILE", help: "take it from a file" },
      { long: "original-string", short: "O", value: "XML", help: "take it from the argument itself" },
    ],
  },
  {
    title: "What to do with it",
    options: [
      { long: "new", short: "n", value: "FILE", help: "compare it with a file (or the second argument)" },
      { long: "new-string", short: "N", value: "XML", help: "compare it with the argument itself" },
      {
        long: "patch",
        short: "p",
        value: "FILE",
        help: "apply the differences in a file, and print the result",
      },
    ],
  },
  {
    title: "How",
    options: [
      {
        long: "cib",
        short: "c",
        help: "as CIBs: with the digest of the result, without regard for the\norder of attributes; a patch has to be for the original's version",
      },
      {
        long: "no-version",
        short: "u",
        help: "leave versions out, and take that of the new for the original's",
      },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
    ],
  },
  {
    title: "Output",
    options: [
      { long: "text", help: "tell the differences in words, line by line" },
      { long: "json", help: "print one JSON object" },
      { long: "output-to", value: "FILE", help: "write to a file what would be printed" },
    ],
  },
  GENERAL,
];

/** What `sanode cib diff` is asked to do. */
export interface DiffArguments {
  readonly outputTo: string | undefined;
  readonly task:
    | { readonly kind: "help" }
    | { readonly kind: "version" }
    | {
        readonly kind: "compare";
        readonly original: Source;
        readonly changed: Source;
        readonly asCib: boolean;
        readonly versions: boolean;
        readonly form: "xml" | "text" | "json";
      }
    | {
        readonly kind: "patch";
        readonly original: Source;
        readonly patch: Source;
        readonly asCib: boolean;
        /** Something that was asked for and is of no effect. */
        readonly warning: string | undefined;
        readonly json: boolean;
      };
}

/**
 * Reads the arguments of `sanode cib diff`, in the manner of `crm_diff`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): DiffArguments {
  const given = readOptions(args, GROUPS);
  return { outputTo: given.value("output-to"), task: readTask(given) };
}

function readTask(given: GivenOptions): DiffArguments["task"] {
  if (given.has("help") || given.has("help-all")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const words = given.words.map(({ text }) => text);
  const original = source(given, "original") ?? fileOf(words.shift());
  const patch = given.has("patch") ? fileOf(given.value("patch")) : undefined;
  const changed = source(given, "new") ?? (patch === undefined ? fileOf(words.shift()) : undefined);
  if (words.length > 0) throw usage(`non-option ARGV-elements: ${words.join(" ")}`);
  if (original === undefined) throw usage("Either --original or --original-string must be specified");
  const [asCib, json] = [given.has("cib"), given.has("json")];
  const versions = !given.has("no-version");
  if (!versions && asCib) throw usage("-u/--no-version incompatible with -c/--cib");
  if (patch !== undefined) {
    if (changed !== undefined) throw usage("--new and --patch exclude each other");
    const warning = versions ? undefined : "Warning: -u/--no-version ignored with -p/--patch";
    return { kind: "patch", original, patch, asCib, warning, json };
  }
  if (changed === undefined) throw usage("Either --new, --new-string, or --patch must be specified");
  const form = json ? "json" : given.has("text") ? "text" : "xml";
  return { kind: "compare", original, changed, asCib, versions, form };
}

/** Text goes before a file, as in `crm_diff`. */
function source(given: GivenOptions, name: "original" | "new"): Source | undefined {
  const text = given.value(`${name}-string`);
  return text === undefined ? fileOf(given.value(name)) : { kind: "text", text };
}

function fileOf(path: string | undefined): Source | undefined {
  if (path === undefined) return undefined;
  return path === "-" ? { kind: "pipe" } : { kind: "file", path };
}

function usage(problem: string): CommandError {
  return new CommandError(ExitStatus.usage, `${problem} (try: sanode cib diff --help)`);
}
