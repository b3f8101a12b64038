import { ExitStatus } from "../../command/exit-status.js";
import { type Output, openOutput } from "../../command/output.js";
import { VERSION_TEXT } from "../../command/top-help.js";
import { type Conversion, readArguments } from "./options.js";

/**
 * `sanode cib to-json` and `sanode cib from-json`. Returns the exit status.
 *
 * @throws CommandError for wrong usage, input that cannot be used, or output that cannot be written
 */
export async function run(conversion: Conversion, args: readonly string[], output: Output): Promise<number> {
  const options = readArguments(conversion, args);
  switch (options.kind) {
    case "help": {
      const { conversionHelp } = await import("./help.js");
      output.verbatim(conversionHelp(conversion));
      break;
    }
    case "version":
      output.verbatim(VERSION_TEXT);
      break;
    case "convert": {
      const { convert } = await import("./convert.js");
      const text = await convert(conversion, options.source, (line) => output.error(line));
      // The file is opened last, so that a refusal leaves it as it is.
      const to = options.outputTo === undefined ? output : openOutput(options.outputTo);
      to.verbatim(text);
      to.flush();
    }
  }
  return ExitStatus.ok;
}
