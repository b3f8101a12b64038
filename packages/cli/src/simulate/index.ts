import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readClock } from "../input/clock.js";
import { loadCib } from "../input/load-cib.js";
import { liveFile, type Source } from "../input/source.js";
import { readArguments, type SimulateArguments } from "./options.js";
import { runSimulation, type WorkingFile } from "./run.js";

/** `sanode simulate`. Returns the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    return await run(readArguments(args));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== "") process.stderr.write(`sanode simulate: ${error.message}\n`);
    return error.status;
  }
}

async function run(options: SimulateArguments): Promise<number> {
  if (options.help) {
    const { simulateHelp } = await import("./help.js");
    process.stdout.write(simulateHelp());
    return ExitStatus.ok;
  }
  if (options.version) {
    process.stdout.write(VERSION_TEXT);
    return ExitStatus.ok;
  }
  const output = openOutput(options.outputTo);
  try {
    return await perform(options, output);
  } finally {
    output.flush();
  }
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
  if (options.format === "text") return runSimulation(cib, options, clock, output, workingFile);
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

function openOutput(path: string | undefined): Output {
  try {
    return createOutput(path);
  } catch {
    throw new CommandError(ExitStatus.inputOutput, `Could not write '${path ?? ""}'`);
  }
}
