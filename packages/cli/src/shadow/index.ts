import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output, openOutput } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { startShell } from "./editor.js";
import { readArguments, type ShadowArguments } from "./options.js";
import { perform, type Result } from "./perform.js";

/**
 * `sanode shadow`. Returns the exit status.
 *
 * @param given where texts go, if not to standard output or where the arguments say
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  try {
    const options = readArguments(args);
    if (given === undefined && options.outputTo !== undefined) output = openOutput(options.outputTo);
    return await run(options, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`sanode shadow: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}

async function run(options: ShadowArguments, output: Output): Promise<number> {
  if (options.help) {
    const { shadowHelp } = await import("./help.js");
    output.verbatim(shadowHelp());
    return ExitStatus.ok;
  }
  if (options.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  if (options.task === null) {
    throw new CommandError(
      ExitStatus.usage,
      "Must specify a query or command option (try: sanode shadow --help)",
    );
  }
  const result = await perform(options.task, options);
  if (options.json) {
    tellMachines(result, output);
    return result.status;
  }
  output.verbatim(result.text);
  return result.use === null ? result.status : begin(result.use, options, output);
}

/** Starts a shell on a shadow document, or tells how to use it. */
function begin(
  { name, instruction }: NonNullable<Result["use"]>,
  { batch }: ShadowArguments,
  output: Output,
): number {
  const shell = process.env.SHELL ?? "";
  if (batch || shell === "") {
    output.verbatim(instruction);
    return ExitStatus.ok;
  }
  output.verbatim("Setting up shadow instance\nPress Ctrl+D to exit the sanode shadow shell\n");
  output.flush();
  return startShell(shell, name);
}

function tellMachines({ status, shadow, file, text, names, patchset, use }: Result, output: Output): void {
  const told = {
    status,
    shadow,
    file,
    names,
    patchset,
    environment: use && { CIB_shadow: use.name },
    output: text,
  };
  output.line(JSON.stringify(told, null, 2));
}
