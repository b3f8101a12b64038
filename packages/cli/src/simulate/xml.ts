import { element, formatXml, type XmlElement } from "@sanode/cib";
import { exitText } from "@sanode/pengine";
import { XmlReport } from "@sanode/tengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { VERSION } from "../command/top-help.js";
import { readClock } from "../input/clock.js";
import { loadCib } from "../input/load-cib.js";
import type { Source } from "../input/source.js";
import type { SimulateArguments } from "./options.js";
import { timeFiles } from "./profile.js";
import { runSimulation, type WorkingFile } from "./run.js";

/** The version of Pacemaker's XML output that is written here. */
const API_VERSION = "2.42";

/** What a run has come to: parts of the answer, and what went wrong. */
interface Answer {
  status: number;
  readonly elements: XmlElement[];
  readonly errors: string[];
}

/**
 * Does what the arguments say and tells it as `crm_simulate --output-as=xml` does: one document that ends with the exit
 * status and errors of the simulation. What keeps the command from beginning is also told as an error.
 *
 * @param args the command's own arguments, which the document names
 * @returns the exit status
 */
export async function runForXml(
  options: SimulateArguments,
  args: readonly string[],
  workingFile: WorkingFile,
  output: Output,
): Promise<number> {
  const answer: Answer = { status: ExitStatus.ok, elements: [], errors: [] };
  try {
    await perform(options, workingFile, answer, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    answer.status = error.status;
    if (error.message !== "") output.error(`sanode simulate: ${error.message}`);
  }
  output.verbatim(formatXml(documentOf(answer, args)));
  return answer.status;
}

function documentOf({ status, elements, errors }: Answer, args: readonly string[]): XmlElement {
  const attributes = { "api-version": API_VERSION, request: requestText(args) };
  const told = errors.map((text) => element("error", {}, [{ kind: "text", text }]));
  const result = element(
    "status",
    { code: String(status), message: exitText(status) },
    told.length === 0 ? [] : [element("errors", {}, told)],
  );
  return element("pacemaker-result", attributes, [...elements, result]);
}

/** The command line, quoted as for a shell where that is needed. */
function requestText(args: readonly string[]): string {
  const words = args.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
  );
  return ["sanode", "simulate", ...words].join(" ");
}

async function perform(
  options: SimulateArguments,
  workingFile: WorkingFile,
  answer: Answer,
  output: Output,
): Promise<void> {
  if (options.version) answer.elements.push(element("version", { program: "sanode", version: VERSION }));
  else if (options.batch !== undefined) {
    throw new CommandError(ExitStatus.usage, "--batch writes texts; it does not go with --output-as=xml");
  } else if (options.profile !== undefined) profileForXml(options.profile, options, answer, output);
  else await simulateForXml(options, workingFile, answer, output);
}

function profileForXml(
  directory: string,
  { repeat }: SimulateArguments,
  answer: Answer,
  output: Output,
): void {
  const timings: XmlElement[] = [];
  answer.status = timeFiles(directory, repeat, {
    begun: () => {},
    timed: (file, seconds) => timings.push(element("timing", { file, duration: seconds.toFixed(6) })),
    failed: (file, problem) => output.error(`sanode simulate: ${file}: ${problem}`),
  });
  answer.elements.push(element("timings", {}, timings));
}

async function simulateForXml(
  options: SimulateArguments,
  workingFile: WorkingFile,
  answer: Answer,
  output: Output,
): Promise<void> {
  const tellError = (text: string): void => output.error(text);
  const cib = await readCib(options.source, answer, tellError);
  if (cib === null) return;
  const clock = readClock();
  const report = new XmlReport({ ...options, formatTime: clock.format, formatIsoTime: clock.formatIso });
  try {
    answer.status = runSimulation(cib, options, clock, report, workingFile, tellError);
  } finally {
    answer.elements.push(...report.elements);
    answer.errors.push(...report.errors);
  }
}

/** Null, with the problem in the answer, for a running cluster that cannot be asked: that is part of the answer. */
async function readCib(
  source: Source,
  answer: Answer,
  tellError: (text: string) => void,
): Promise<XmlElement | null> {
  try {
    return await loadCib(source, tellError);
  } catch (error) {
    if (!(error instanceof CommandError) || source.kind !== "live") throw error;
    answer.status = error.status;
    answer.errors.push(error.message);
    return null;
  }
}
