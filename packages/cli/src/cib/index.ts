import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output, openOutput } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { administer, type Result } from "./admin.js";
import { type CibArguments, commandOf, readArguments } from "./options.js";

/** A command that is no request to a CIB. Throws CommandError; returns the exit status. */
type Main = (args: readonly string[], output: Output) => Promise<number>;

const SUBCOMMANDS: Readonly<Record<string, () => Promise<{ readonly main: Main }>>> = {
  diff: () => import("./diff/index.js"),
  digest: () => import("./digest/index.js"),
  store: () => import("./store/index.js"),
  "to-json": () => import("./to-json/index.js"),
  "from-json": () => import("./from-json/index.js"),
  schema: () => import("./schema/index.js"),
};

/**
 * `sanode cib`. The first argument may name a command as a word (`sanode cib query -o nodes`); else the options of
 * `cibadmin` do (`sanode cib -Q -o nodes`). Returns the exit status.
 *
 * @param given where texts go, if not to standard output or where the arguments say
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  try {
    const [first = "", ...rest] = args;
    const load = Object.hasOwn(SUBCOMMANDS, first) ? SUBCOMMANDS[first] : undefined;
    if (load !== undefined) {
      const subcommand = await load();
      return await subcommand.main(rest, output);
    }
    const options = readArguments(commandOf(first) === undefined ? args : [`--${first}`, ...rest]);
    if (given === undefined && options.outputTo !== undefined) output = openOutput(options.outputTo);
    return await run(options, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`sanode cib: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}

async function run(options: CibArguments, output: Output): Promise<number> {
  if (options.help) {
    const { cibHelp } = await import("./help.js");
    output.verbatim(cibHelp());
    return ExitStatus.ok;
  }
  if (options.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  const result = await administer(options, output);
  if (options.json) tellMachines(result, output);
  else tellPeople(result, output);
  return result.status;
}

function tellPeople({ text, error }: Result, output: Output): void {
  if (error !== null) {
    output.error(`sanode cib: CIB API call failed: ${error.message}`);
    if (error.reason !== null) output.error(`  ${error.reason}`);
  }
  output.verbatim(text);
}

function tellMachines({ status, text, error, version }: Result, output: Output): void {
  output.line(JSON.stringify({ status, error, version, output: text }, null, 2));
}
