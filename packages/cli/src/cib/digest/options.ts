import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { GENERAL } from "../../command/general-options.js";
import { type OptionGroup, readOptions } from "../../command/options.js";
import { FILE, PIPE, type Source, TEXT } from "../../input/source.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "Input (a file goes before text, and text before standard input)",
    options: [FILE, TEXT, PIPE],
  },
  {
    title: "Output",
    options: [
      {
        long: "versioned",
        short: "6",
        help: "the digest that patchsets carry, without what tells of the last change,\ninstead of that which is kept with a CIB on disk",
      },
      { long: "json", help: "print both in one JSON object" },
    ],
  },
  GENERAL,
];

/** What `sanode cib digest` is asked to do. */
export type DigestArguments =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | {
      readonly kind: "digest";
      readonly source: Source;
      readonly versioned: boolean;
      readonly json: boolean;
    };

/**
 * Reads the arguments of `sanode cib digest`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): DigestArguments {
  const given = readOptions(args, GROUPS);
  if (given.has("help") || given.has("help-all")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const [file, ...others] = given.words.map(({ text }) => text);
  if (others.length > 0) throw usage(`non-option ARGV-elements: ${others.join(" ")}`);
  const path = given.value(FILE.long) ?? file;
  const text = given.value(TEXT.long);
  const [versioned, json] = [given.has("versioned"), given.has("json")];
  if (path !== undefined) return { kind: "digest", source: { kind: "file", path }, versioned, json };
  if (text !== undefined) return { kind: "digest", source: { kind: "text", text }, versioned, json };
  if (given.has(PIPE.long)) return { kind: "digest", source: { kind: "pipe" }, versioned, json };
  throw usage("The supplied command requires input via --xml-file, --xml-text, or --xml-pipe");
}

function usage(problem: string): CommandError {
  return new CommandError(ExitStatus.usage, `${problem} (try: sanode cib digest --help)`);
}
