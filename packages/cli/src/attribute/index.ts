import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readArguments } from "./options.js";
import { run } from "./run.js";

/**
 * `sanode attribute`, which works as `crm_attribute` does on a file. Returns the exit status.
 *
 * @param given where texts go, if not to standard output
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  const output = given ?? createOutput();
  try {
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
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`sanode attribute: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}
