import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output, openOutput, withoutLines } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readClock } from "../input/clock.js";
import { loadCib } from "../input/load-cib.js";
import { readArguments, type SimulateArguments } from "./options.js";
import { runForText, type WorkingFile } from "./run.js";

/**
 * `sanode simulate`. Returns the exit status.
 *
 * @param given where texts go where the arguments name no file, if not to standard output
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  try {
    const options = readArguments(args);
    if (options.outputTo !== undefined && options.outputTo !== "-") output = openOutput(options.outputTo);
    if (options.format === "none") output = withoutLines(output);
    return await run(options, args, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== "") output.error(`sanode simulate: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}

async function run(options: SimulateArguments, args: readonly string[], output: Output): Promise<number> {
  if (options.help) {
    const { simulateHelp } = await import("./help.js");
    output.verbatim(simulateHelp());
    return ExitStatus.ok;
  }
  if (options.format === "xml") {
    const { runForXml } = await import("./xml.js");
    return runForXml(options, args, workingFileOf(options), output);
  }
  if (options.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  return perform(options, output);
}

async function perform(options: SimulateArguments, output: Output): Promise<number> {
  if (options.batch !== undefined) {
    const { runBatch } = await import("./batch.js");
    return runBatch(options.batch, options, output);
  }
  if (options.profile !== undefined) {
    const { profile } = await import("./profile.js");
    return profile(options.profile, options.repeat, output);
  }
  const cib = await loadCib(options.source, (text) => output.error(text));
  const clock = readClock();
  const workingFile = workingFileOf(options);
  if (options.format !== "json") return runForText(cib, options, clock, output, workingFile);
  const { runForMachines } = await import("./json.js");
  return runForMachines(cib, options, clock, output, workingFile);
}

/**
 * The input file itself for `--in-place`; another input has no such file, and a running cluster, or the file that stands for
 * it, is never written: then `--save-output` has no effect either, as with the reference.
 */
function workingFileOf({ inPlace, source, saveOutput }: SimulateArguments): WorkingFile {
  if (!inPlace) return saveOutput ?? null;
  return source.kind === "file" ? source.path : null;
}
