import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { GENERAL } from "../../command/general-options.js";
import { type OptionGroup, readOptions } from "../../command/options.js";

export const GROUPS: readonly OptionGroup[] = [
  { title: "Output", options: [{ long: "json", help: "print one JSON object" }] },
  GENERAL,
];

/** What `sanode cib store` is asked to do. */
export type StoreArguments =
  | { readonly kind: "help" | "version" }
  | { readonly kind: "check" | "recover"; readonly directory: string; readonly json: boolean };

/** @throws CommandError for wrong usage */
export function readArguments(args: readonly string[]): StoreArguments {
  const given = readOptions(args, GROUPS);
  if (given.has("help") || given.has("help-all")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const [kind, directory, ...more] = given.words.map(({ text }) => text);
  if ((kind !== "check" && kind !== "recover") || directory === undefined || more.length > 0) {
    const usage = "say check or recover, and a directory (try: sanode cib store --help)";
    throw new CommandError(ExitStatus.usage, usage);
  }
  return { kind, directory, json: given.has("json") };
}
