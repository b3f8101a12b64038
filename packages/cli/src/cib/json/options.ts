import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { GENERAL } from "../../command/general-options.js";
import { type OptionGroup, readOptions } from "../../command/options.js";
import { FILE, LIVE, PIPE, type Source, TEXT } from "../../input/source.js";

/** What is converted to what. */
export type Conversion = "to-json" | "from-json";

/** The options of a conversion, of which the input is what it is called. */
export function groupsOf(conversion: Conversion): readonly OptionGroup[] {
  const input =
    conversion === "to-json"
      ? [FILE, TEXT, PIPE, LIVE]
      : [
          { ...FILE, long: "json-file", help: "read the JSON from a file" },
          { ...TEXT, long: "json-text", value: "JSON", help: "take the JSON from the argument itself" },
          { ...PIPE, long: "json-pipe", help: "read the JSON from standard input" },
        ];
  return [
    { title: "Input (a file goes before text, and text before standard input)", options: input },
    {
      title: "Output",
      options: [
        { long: "output", short: "O", value: "FILE", help: "write to a file instead of standard output" },
      ],
    },
    GENERAL,
  ];
}

/** What a conversion is asked to do. */
export type ConversionArguments =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "convert"; readonly source: Source; readonly outputTo: string | undefined };

/**
 * Reads the arguments of `sanode cib to-json` and `from-json`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(conversion: Conversion, args: readonly string[]): ConversionArguments {
  const given = readOptions(args, groupsOf(conversion));
  if (given.has("help") || given.has("help-all")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const [word, ...others] = given.words.map(({ text }) => text);
  if (others.length > 0) throw usage(conversion, `non-option ARGV-elements: ${others.join(" ")}`);
  const format = conversion === "to-json" ? "xml" : "json";
  const path = given.value(`${format}-file`) ?? word;
  const text = given.value(`${format}-text`);
  const outputTo = given.value("output");
  if (path !== undefined) return { kind: "convert", source: { kind: "file", path }, outputTo };
  if (text !== undefined) return { kind: "convert", source: { kind: "text", text }, outputTo };
  if (given.has(`${format}-pipe`)) return { kind: "convert", source: { kind: "pipe" }, outputTo };
  if (given.has(LIVE.long)) return { kind: "convert", source: { kind: "live" }, outputTo };
  const need = `input via --${format}-file, --${format}-text, or --${format}-pipe`;
  throw usage(conversion, `The supplied command requires ${need}`);
}

function usage(conversion: Conversion, problem: string): CommandError {
  return new CommandError(ExitStatus.usage, `${problem} (try: sanode cib ${conversion} --help)`);
}
