import { GENERAL } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import { FILE, givenSource, LIVE, PIPE, type Source, TEXT } from "../input/source.js";

export const GROUPS: readonly OptionGroup[] = [
  { title: "Input (of several the last counts)", options: [FILE, PIPE, TEXT, LIVE] },
  {
    title: "Output",
    options: [
      { long: "verbose", short: "V", help: "tell every error and warning, and what looks unintended" },
      { long: "quiet", short: "q", help: "tell nothing but by the exit status" },
      { long: "save-xml", short: "S", value: "FILE", help: "write the CIB to a file" },
      { long: "json", help: "print one JSON object" },
      { long: "output-to", value: "FILE", help: "write to a file what would be printed" },
    ],
  },
  GENERAL,
];

/** What `sanode verify` is asked to do. */
export interface VerifyArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly source: Source | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly saveXml: string | undefined;
  readonly outputTo: string | undefined;
}

/**
 * Reads the arguments of `sanode verify`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): VerifyArguments {
  const given: GivenOptions = readOptions(args, GROUPS);
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    source: givenSource(given),
    verbose: given.has("verbose"),
    quiet: given.has("quiet"),
    json: given.has("json"),
    saveXml: given.value("save-xml"),
    outputTo: given.value("output-to"),
  };
}
