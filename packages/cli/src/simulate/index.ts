import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output, openOutput, withoutLines } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readClock } from "../input/clock.js";
import { loadCib } from "../input/load-cib.js";
import { liveFile, type Source } from "../input/source.js";
import { readArguments, type SimulateArguments } from "./options.js";
import { runForText, type WorkingFile } from "./run.js";

/**
 * `sanode simulate`. Returns the exit status.
 *
 * @param given where texts go, if not to standard output or where the arguments say
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  try {
    const options = readArguments(args);
    if (given === undefined && options.outputTo !== undefined) output = openOutput(options.outputTo);
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

/** The input file itself for `--in-place`, which comes before `--save-output`. */
function workingFileOf({ inPlace, source, saveOutput }: SimulateArguments): WorkingFile {
  return (inPlace ? pathOf(source) : null) ?? saveOutput ?? null;
}

function pathOf(source: Source): string | null {
  if (source.kind === "file") return source.path;
  return source.kind === "live" ? liveFile() : null;
}
