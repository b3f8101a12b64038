import { runCommand } from "../command/command.js";
import { ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readArguments } from "./options.js";
import { run } from "./run.js";

/**
 * `sanode attribute`, which works as `crm_attribute` does. Returns the exit status.
 *
 * @param given where texts go, if not to standard output
 */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("attribute", given, async (output) => {
    const options = readArguments(args, process.env);
    if (options.help) {
      const { attributeHelp } = await import("./help.js");
      output.verbatim(attributeHelp());
      return ExitStatus.ok;
    }
    if (options.version) {
      output.verbatim(VERSION_TEXT);
      return ExitStatus.ok;
    }
    if (options.command === "list-options") {
      const { listOptions } = await import("./list-options.js");
      listOptions(options, output);
      return ExitStatus.ok;
    }
    return run(options, output);
  });
}
