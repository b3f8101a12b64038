import { parseXml, type XmlElement, XmlError } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { documentText, systemErrorText, tryWriteFile } from "../command/files.js";
import { createOutput, type Output, openOutput } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { readClock } from "../input/clock.js";
import { readSource, type Source } from "../input/source.js";
import { checkCib, type Problem, type Verdict } from "./check.js";
import { readArguments, type VerifyArguments } from "./options.js";

/**
 * `sanode verify`. Returns the exit status.
 *
 * @param given where texts go, if not to standard output or where the arguments say
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  let quiet = false;
  try {
    const options = readArguments(args);
    quiet = options.quiet;
    if (given === undefined && options.outputTo !== undefined) output = openOutput(options.outputTo);
    return await run(options, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (!quiet) output.error(`sanode verify: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}

async function run(options: VerifyArguments, output: Output): Promise<number> {
  if (options.help) {
    const { verifyHelp } = await import("./help.js");
    output.verbatim(verifyHelp());
    return ExitStatus.ok;
  }
  if (options.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  if (options.source === null) throw new CommandError(ExitStatus.error, "No input specified");
  const document = await readDocument(options.source);
  const verdict = checkCib(document, readClock().now);
  if (options.saveXml !== undefined) save(options.saveXml, verdict.cib);
  if (options.json) tellMachines(verdict, output);
  else if (!options.quiet) tellPeople(verdict, options, output);
  return verdict.outcome === "valid" ? ExitStatus.ok : ExitStatus.badConfiguration;
}

async function readDocument(source: Source): Promise<XmlElement> {
  const input = await readSource(source);
  const problem = "Verification failed: Unable to parse CIB XML";
  if (input === null) throw new CommandError(ExitStatus.badConfiguration, problem);
  const document = parse(input, problem);
  if (document.name === "cib") return document;
  throw new CommandError(
    ExitStatus.badConfiguration,
    `Input is not a CIB (outermost element is ${document.name} not cib)`,
  );
}

function parse(input: Uint8Array | string, problem: string): XmlElement {
  try {
    return parseXml(input);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CommandError(ExitStatus.badConfiguration, `${problem} (${error.message})`);
  }
}

function save(path: string, cib: XmlElement): void {
  const code = tryWriteFile(path, documentText(cib));
  if (code === null) return;
  throw new CommandError(ExitStatus.inputOutput, `Could not write '${path}': ${systemErrorText(code)}`);
}

const CONCLUSIONS = {
  questionable: "Configuration may need attention",
  invalid: "Configuration invalid",
};

/** All of this goes to standard error: a configuration with which nothing is wrong leaves no words. */
function tellPeople(
  { outcome, problems, notes }: Verdict,
  { verbose }: VerifyArguments,
  output: Output,
): void {
  for (const note of notes) output.error(note);
  for (const problem of problems) if (verbose || problem.origin === "schema") output.error(describe(problem));
  if (outcome === "valid") return;
  if (verbose && outcome === "invalid") output.error("error: CIB did not pass schema validation");
  output.error(`${CONCLUSIONS[outcome]}${verbose ? "" : " (-V may provide more detail)"}`);
}

function describe({ severity, origin, message, place, remedy }: Problem): string {
  if (origin === "schema" && place !== null) return `${place}: ${message}`;
  return `${severity}: ${message}${remedy === null ? "" : `. ${remedy}`}`;
}

function tellMachines({ outcome, problems, notes }: Verdict, output: Output): void {
  output.line(JSON.stringify({ outcome, problems, notes }, null, 2));
}
